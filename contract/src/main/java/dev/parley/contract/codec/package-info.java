/**
 * The one JSON codec: values of the contract to bytes and back.
 *
 * <p>Whatever comes in, what comes out is a {@link dev.parley.contract.codec.Decoded}: a value, or a refusal with a code.
 * No exception leaves this package for any input.
 */
@NullMarked
package dev.parley.contract.codec;

import org.jspecify.annotations.NullMarked;
