/** The TypeScript client against the real system: programs in Node.js that talk while things break. */
@NullMarked
package dev.parley.system.sdk;

import org.jspecify.annotations.NullMarked;
