/**
 * The gateway: holds the clients' connections, publishes their commands and pushes the rooms' events to them. It owns no
 * durable state; any gateway can serve any user.
 *
 * <p>{@code delivery} is the core and knows nothing of the rest. Around it: {@code connection} (sockets), {@code protocol}
 * (frames to calls), {@code command} (to Kafka and back), {@code events} (the broadcast), {@code past} (history-service),
 * {@code presence} (signals between gateways), {@code admission} (who gets in, limits, draining), {@code auth}.
 */
@NullMarked
package dev.parley.gateway;

import org.jspecify.annotations.NullMarked;
