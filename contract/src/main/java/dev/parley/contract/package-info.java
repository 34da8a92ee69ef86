/**
 * What Parley's services and their clients say to each other, as values: {@link dev.parley.contract.Command commands},
 * {@link dev.parley.contract.Event events}, {@link dev.parley.contract.Answer answers}, the names of the Kafka topics
 * and headers, the {@link dev.parley.contract.Limits limits} and the {@link dev.parley.contract.CloseCode close codes}.
 *
 * <p>Frames of the WebSocket stand in {@code frame}, their JSON in {@code codec}. No framework, no Kafka or SQL type and
 * no behaviour beyond what a value knows of itself may live here; every service depends on this module, it depends on
 * none. The rules themselves are told in {@code docs/protocol.md}.
 */
@NullMarked
package dev.parley.contract;

import org.jspecify.annotations.NullMarked;
