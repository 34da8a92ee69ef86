/** The images that `parley images` makes: what is in them, and that services run from them as they will in a cluster. */
@NullMarked
package dev.parley.system.image;

import org.jspecify.annotations.NullMarked;
