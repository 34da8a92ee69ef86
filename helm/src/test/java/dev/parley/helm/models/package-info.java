/** What each kind of object may consist of; a field that the kind does not have is an error. */
@NullMarked
package dev.parley.helm.models;

import org.jspecify.annotations.NullMarked;
