/**
 * The frames of the WebSocket subprotocol {@value dev.parley.contract.frame.Subprotocol#NAME} as values, in both
 * directions. Their JSON is the codec's business.
 */
@NullMarked
package dev.parley.contract.frame;

import org.jspecify.annotations.NullMarked;
