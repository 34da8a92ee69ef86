/**
 * Parley on one machine. {@link dev.parley.local.Workspace} knows where in the repository what was built stands,
 * {@link dev.parley.local.LocalFailure} is how anything here says why it can't go on, and the packages below start
 * processes, infrastructure and services. Nothing of this runs in production.
 */
@NullMarked
package dev.parley.local;

import org.jspecify.annotations.NullMarked;
