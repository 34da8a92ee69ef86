/** What a client's frame makes happen: decoding, refusing, and the calls to the other packages. */
@NullMarked
package dev.parley.gateway.protocol;

import org.jspecify.annotations.NullMarked;
