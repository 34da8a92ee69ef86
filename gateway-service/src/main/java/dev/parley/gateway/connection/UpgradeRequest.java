package dev.parley.gateway.connection;

import io.netty.channel.Channel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.MultiMap;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets go of what an upgrade request leaves behind. Vert.x and WebSockets Next keep the request for as long as the
 * connection lives, and with it the token, its claims and every step of checking it: more than half of what an idle
 * connection took, and secrets that lie in memory for nothing.
 *
 * <p>Hazard: WebSockets Next no longer knows who the connection is of, so its own security (and {@code WebSocketSecurity})
 * must not be relied on after the upgrade; {@link Handshake#SIGNED_IN} says who it is.
 */
final class UpgradeRequest {
    private static final AttributeKey<RoutingContext> KEY = AttributeKey.valueOf("parley.upgrade-request");
    private static final String SUBPROTOCOLS = "sec-websocket-protocol";
    /** What the upgrade itself still reads. */
    private static final Set<String> NEEDED = Set.of(
            "host", "connection", "upgrade", "origin", "sec-websocket-key", "sec-websocket-version", SUBPROTOCOLS);

    private UpgradeRequest() {}

    static Channel channel(RoutingContext context) {
        return ((ConnectionBase) context.request().connection()).channel();
    }

    /** Notes the request, so that it is found again from the connection. */
    static void begins(RoutingContext context) {
        Channel channel = channel(context);
        channel.attr(KEY).set(context);
        context.addEndHandler(_ -> channel.attr(KEY).set(null));
    }

    /** Call when whoever asks is known and nothing more is asked of the request than to upgrade. Event loop only. */
    static void forget(Channel channel, String subprotocol) {
        RoutingContext context = channel.attr(KEY).getAndSet(null);
        if (context == null) {
            return;
        }
        context.clearUser();
        context.data().clear();
        MultiMap headers = context.request().headers();
        for (String name : List.copyOf(headers.names())) {
            if (!NEEDED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.remove(name);
            }
        }
        // A browser's token stands among these.
        String offered = headers.get(SUBPROTOCOLS);
        if (offered != null) {
            headers.remove(SUBPROTOCOLS);
            if (List.of(offered.split("\\s*,\\s*")).contains(subprotocol)) {
                headers.set(SUBPROTOCOLS, subprotocol);
            }
        }
    }

    /** The heartbeat notices silence; a second clock for each connection only takes memory. */
    static void stopIdleTimer(Channel channel) {
        if (channel.pipeline().get(IdleStateHandler.class) != null) {
            channel.pipeline().remove(IdleStateHandler.class);
        }
    }
}
