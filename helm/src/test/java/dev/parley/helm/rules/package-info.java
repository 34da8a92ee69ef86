/** One class for each rule that rendered objects keep. A rule says what is wrong in sentences that name the object. */
@NullMarked
package dev.parley.helm.rules;

import org.jspecify.annotations.NullMarked;
