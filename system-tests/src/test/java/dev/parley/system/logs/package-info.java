/** What the services write about themselves while all the other tests run. */
@NullMarked
package dev.parley.system.logs;

import org.jspecify.annotations.NullMarked;
