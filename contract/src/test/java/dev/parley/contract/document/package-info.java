/**
 * Holds the documents in {@code docs/} against the types and the codec: what a client author reads is what the services
 * do.
 */
@NullMarked
package dev.parley.contract.document;

import org.jspecify.annotations.NullMarked;
