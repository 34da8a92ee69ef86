/** Every HTTP route of both services, what it gives and how it refuses. Who may read what stands in the permission tests. */
@NullMarked
package dev.parley.system.http;

import org.jspecify.annotations.NullMarked;
