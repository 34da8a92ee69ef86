package dev.parley.gateway.connection;

import dev.parley.contract.frame.Subprotocol;
import dev.parley.gateway.admission.Admission;
import dev.parley.gateway.admission.Admission.Handshakes;
import dev.parley.gateway.auth.SignedIn;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Who may upgrade: somebody whose token names a person (else 401; a missing or bad token was refused before), while there is room and the gateway is not about to end (else
 * 503 with {@code Retry-After}). A foreign {@code Origin} was refused before, by the CORS filter.
 *
 * <p>The one place that reaches through Vert.x to the Netty channel: WebSockets Next offers neither a bound on what it
 * buffers nor a way to write one buffer to many.
 */
@Singleton
public final class Handshake implements HttpUpgradeCheck {
    public static final TypedKey<SignedIn> SIGNED_IN = new TypedKey<>("parley.signed-in");
    public static final TypedKey<Channel> CHANNEL = new TypedKey<>("parley.channel");

    private static final int UNAUTHORIZED = 401;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Admission admission;
    /** Asked for late: this check is made before Kafka's channels, on which connections depend, exist. */
    private final Provider<Connections> connections;

    Handshake(Admission admission, Provider<Connections> connections) {
        this.admission = admission;
        this.connections = connections;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (!admission.admits(connections.get().open())) {
            return Uni.createFrom().item(retryLater());
        }
        return context.securityIdentity()
                .map(identity -> SignedIn.from(identity)
                        .map(signedIn -> admit(context, signedIn))
                        .orElseGet(Handshake::refuse));
    }

    private CheckResult admit(HttpUpgradeContext context, SignedIn signedIn) {
        Channel channel = ((ConnectionBase) context.httpRequest().connection()).channel();
        context.userData().put(SIGNED_IN, signedIn);
        context.userData().put(CHANNEL, channel);
        UpgradeRequest.forget(channel, Subprotocol.NAME);
        admission.counted(Handshakes.ACCEPTED);
        return CheckResult.permitUpgradeSync();
    }

    private static CheckResult refuse() {
        return CheckResult.rejectUpgradeSync(UNAUTHORIZED, Map.of("WWW-Authenticate", List.of("Bearer")));
    }

    private CheckResult retryLater() {
        return CheckResult.rejectUpgradeSync(
                SERVICE_UNAVAILABLE, Map.of("Retry-After", List.of(admission.retryAfterSeconds())));
    }
}
