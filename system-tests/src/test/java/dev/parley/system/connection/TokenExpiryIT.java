package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection lives as long as its token, and longer only by a fresh one of the same person. */
class TokenExpiryIT {
    /** The server may come first, but not by much: what it closes for must be the end of the token. */
    private static final Duration A_LITTLE_EARLY = Duration.ofSeconds(3);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void aConnectionEndsWithItsTokenUnlessAFreshOneComes() {
        String fresh = chat.alice().token();
        String shortLived = chat.alice().shortLivedToken();
        ParleyClient expiring = chat.open(chat.handshake(0).bearer(shortLived));
        ParleyClient extended = chat.open(chat.handshake(0).bearer(shortLived));

        Answer answer = authenticate(extended, fresh);

        assertThat(expiring.welcome().expires()).isEqualTo(Jwt.expiry(shortLived));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Accepted.class,
                        accepted -> assertThat(accepted.expires()).isEqualTo(Jwt.expiry(fresh)));
        assertThat(expiring.awaitClose()).isEqualTo(CloseCode.TOKEN_EXPIRED.code());
        assertThat(Instant.now()).isAfter(Jwt.expiry(shortLived).minus(A_LITTLE_EARLY));
        Instant over = Jwt.expiry(shortLived).plusSeconds(1);
        Patience.until(
                "the first token is over", Patience.USUAL, () -> Instant.now().isAfter(over));
        UUID room = chat.room(extended, RoomKind.PRIVATE);
        extended.post(room, "still here after the first token");
        assertThat(extended.isOpen()).isTrue();
    }

    @Test
    void somebodyElsesTokenExtendsNothing() {
        refusesToExtendWith(chat.bob().token());
    }

    @Test
    void garbageExtendsNothing() {
        refusesToExtendWith("garbage");
    }

    @Test
    void aTokenForAnotherAudienceExtendsNothing() {
        refusesToExtendWith(chat.alice().tokenForAnotherAudience());
    }

    @Test
    void anExpiredTokenExtendsNothing() {
        refusesToExtendWith(chat.system().expiredToken());
    }

    @Test
    void theHttpDoorRefusesAnExpiredToken() {
        String token = chat.system().expiredToken();

        chat.http(0)
                .as(token)
                .contentType("application/json")
                .body("{}")
                .post("/api/commands")
                .then()
                .statusCode(401);
        chat.history().as(token).get("/api/me").then().statusCode(401);
    }

    private void refusesToExtendWith(String token) {
        ParleyClient client = chat.onFirst(chat.alice());
        String id = Say.freshId();

        client.send(new ClientFrame.Authenticate(id, token));

        boolean refused = client.await("a refusal or the close", seen -> {
            if (seen.closeCode().isPresent()) {
                return Optional.of(seen.closeCode().getAsInt() == CloseCode.SESSION_REVOKED.code());
            }
            return seen.answers(id).stream().findFirst().map(Answer.Rejected.class::isInstance);
        });
        assertThat(refused).isTrue();
    }

    private static Answer authenticate(ParleyClient client, String token) {
        String id = Say.freshId();
        client.send(new ClientFrame.Authenticate(id, token));
        return client.awaitAnswer(id);
    }
}
