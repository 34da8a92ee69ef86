package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Subprotocol;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import dev.parley.system.environment.Jwt;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is let in before a single frame is read. */
class HandshakeIT {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SERVICE_UNAVAILABLE = 503;
    /** Together more than a gateway's event loops begin at once. */
    private static final int CROWD_OF_EACH = Limits.DEFAULT.userConnections() / 2;

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void theFirstFrameSaysWhoOneIsAndWhatIsAllowed() {
        String token = chat.alice().token();

        ParleyClient client = chat.open(chat.handshake(GatewaySettings.DEFAULT).bearer(token));

        ServerFrame first = client.transcript().frames().getFirst();
        assertThat(first).isInstanceOfSatisfying(ServerFrame.Welcome.class, welcome -> {
            assertThat(welcome.connection()).isNotBlank();
            assertThat(welcome.user()).isEqualTo(new Person(chat.alice().id(), "alice"));
            assertThat(welcome.expires()).isEqualTo(Jwt.expiry(token));
            assertThat(welcome.heartbeatSeconds()).isEqualTo(25);
            assertThat(welcome.limits()).isEqualTo(Limits.DEFAULT);
        });
        assertThat(client.subprotocol()).isEqualTo(Subprotocol.NAME);
    }

    @Test
    void eachConnectionHasANameOfItsOwn() {
        assertThat(chat.onFirst(chat.alice()).welcome().connection())
                .isNotEqualTo(chat.onFirst(chat.alice()).welcome().connection());
    }

    @Test
    void aBrowserHandsItsTokenOverAsASubprotocol() {
        ParleyClient client =
                chat.open(chat.handshake(0).browserToken(chat.bob().token()));

        assertThat(client.welcome().user().name()).isEqualTo("bob");
        assertThat(client.subprotocol()).as("the token does not come back").isEqualTo(Subprotocol.NAME);
    }

    @Test
    void nobodyComesInWithoutAToken() {
        assertTurnedAway(chat.handshake(0), UNAUTHORIZED);
    }

    @Test
    void aTokenInTheAddressIsNone() {
        URI withToken = URI.create(chat.system().gateway(0).webSocketUri() + "?access_token="
                + chat.alice().token());
        assertTurnedAway(Handshake.with(withToken), UNAUTHORIZED);
    }

    @Test
    void garbageIsNoToken() {
        assertTurnedAway(chat.handshake(0).bearer("garbage"), UNAUTHORIZED);
        assertTurnedAway(chat.handshake(0).bearer("a.b.c"), UNAUTHORIZED);
        assertTurnedAway(chat.handshake(0).browserToken("garbage"), UNAUTHORIZED);
    }

    @Test
    void aTokenWithAnotherSignatureIsNone() {
        String token = chat.alice().token();
        String signature = token.substring(token.lastIndexOf('.') + 1);
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + new StringBuilder(signature).reverse();

        assertTurnedAway(chat.handshake(0).bearer(forged), UNAUTHORIZED);
    }

    @Test
    void aTokenForAnotherAudienceIsNone() {
        assertTurnedAway(chat.handshake(0).bearer(chat.alice().tokenForAnotherAudience()), UNAUTHORIZED);
    }

    @Test
    void anExpiredTokenIsNone() {
        String token = chat.system().expiredToken();

        assertTurnedAway(chat.handshake(0).bearer(token), UNAUTHORIZED);
        assertTurnedAway(chat.handshake(0).browserToken(token), UNAUTHORIZED);
    }

    @Test
    void aPageFromElsewhereIsTurnedAwayEvenWithAToken() {
        assertTurnedAway(
                chat.handshake(0)
                        .origin("https://evil.example")
                        .bearer(chat.alice().token()),
                FORBIDDEN);
        assertTurnedAway(
                chat.handshake(0)
                        .origin("https://evil.example")
                        .browserToken(chat.alice().token()),
                FORBIDDEN);
        assertTurnedAway(chat.handshake(0).origin("null").bearer(chat.alice().token()), FORBIDDEN);
    }

    @Test
    void thePagesThatAreAllowedComeIn() {
        String gateway = chat.system().gateway(GatewaySettings.DEFAULT).uri().toString();
        List<String> origins = Stream.concat(GatewaySettings.ALLOWED_ORIGINS.stream(), Stream.of(gateway))
                .toList();
        for (String origin : origins) {
            chat.open(chat.handshake(GatewaySettings.DEFAULT)
                            .origin(origin)
                            .browserToken(chat.alice().token()))
                    .settle();
        }
    }

    @Test
    void aFullGatewayTurnsPeopleAwayAndSaysWhenToComeBack() {
        Handshake handshake =
                chat.handshake(GatewaySettings.TIGHT).bearer(chat.alice().token());
        List<ParleyClient> inside = Stream.generate(() -> comesIn(handshake))
                .limit(GatewaySettings.TIGHT_CONNECTIONS)
                .toList();

        HttpResponse<?> refusal = handshake.refusal();

        assertThat(refusal.statusCode()).isEqualTo(SERVICE_UNAVAILABLE);
        assertThat(refusal.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isPositive();
        inside.forEach(ParleyClient::settle);
    }

    /** Of the tests before, the gateway may still count somebody who left a moment ago. */
    private ParleyClient comesIn(Handshake handshake) {
        List<ParleyClient> come = new ArrayList<>();
        Patience.until("there is room for one more", Patience.USUAL, () -> {
            try {
                come.add(chat.open(handshake));
                return true;
            } catch (CompletionException refused) {
                return false;
            }
        });
        return come.getFirst();
    }

    @Test
    void aCrowdThatComesAtOnceComesInWhole() throws InterruptedException, ExecutionException {
        List<Handshake> handshakes = Stream.of(chat.alice(), chat.bob(), chat.carol(), chat.dave())
                .map(user -> chat.handshake(0).bearer(user.token()))
                .toList();
        List<Future<ParleyClient>> coming = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CROWD_OF_EACH; i++) {
                handshakes.forEach(handshake -> coming.add(threads.submit(handshake::open)));
            }
        }
        for (Future<ParleyClient> one : coming) {
            chat.keep(one.get());
        }
    }

    private static void assertTurnedAway(Handshake handshake, int status) {
        assertThat(handshake.refusal().statusCode()).isEqualTo(status);
    }
}
