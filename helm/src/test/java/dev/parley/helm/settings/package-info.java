/** What the services can be told by environment, and where they listen, read from their own sources. */
@NullMarked
package dev.parley.helm.settings;

import org.jspecify.annotations.NullMarked;
