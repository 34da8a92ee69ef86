package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import dev.parley.system.environment.User;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one user may ask of one gateway, with the limits as they come. */
class LimitsIT {
    private static final Limits LIMITS = Limits.DEFAULT;
    /** More than is allowed in many seconds: a machine that stands still lets more of it pass. */
    private static final int FLOOD = 10 * LIMITS.commandBurst();

    private static final double NANOS_PER_SECOND = 1e9;

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void whoSaysTooMuchAtOnceIsToldWhenToTryAgain() {
        User erin = chat.fresh("erin");
        ParleyClient first = chat.on(GatewaySettings.DEFAULT, erin);
        ParleyClient second = chat.on(GatewaySettings.DEFAULT, erin);
        ParleyClient bob = chat.on(GatewaySettings.DEFAULT, chat.bob());
        UUID room = chat.room(chat.onFirst(chat.alice()), RoomKind.PUBLIC, erin, chat.bob());
        List<Command.Post> flood = IntStream.range(0, FLOOD)
                .mapToObj(number -> Say.post(room, "one drop of the flood: " + number))
                .toList();

        long from = System.nanoTime();
        flood.forEach(command -> (flood.indexOf(command) % 2 == 0 ? first : second).submit(command));
        List<Answer> answers = flood.stream()
                .map(command -> (flood.indexOf(command) % 2 == 0 ? first : second).awaitAnswer(command.id()))
                .toList();
        long allowed = LIMITS.commandBurst()
                + (long) Math.ceil(LIMITS.commandsPerSecond() * (System.nanoTime() - from) / NANOS_PER_SECOND);

        List<Answer.Rejected> rejected = answers.stream()
                .filter(Answer.Rejected.class::isInstance)
                .map(Answer.Rejected.class::cast)
                .toList();
        assertThat(answers.size() - rejected.size())
                .as("accepted, on two connections together")
                .isGreaterThanOrEqualTo(LIMITS.commandBurst())
                .isLessThanOrEqualTo((int) allowed);
        assertThat(rejected).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.code()).isEqualTo(RejectionCode.RATE_LIMITED);
            assertThat(answer.retryAfterSeconds()).isNotNull().isBetween(1, 10);
        });
        bob.post(room, "the flood is not mine");
        Answer.Rejected last = rejected.getLast();
        tryAgain(first, flood, last);
        assertThat(first.isOpen()).isTrue();
    }

    private static void tryAgain(ParleyClient client, List<Command.Post> flood, Answer.Rejected rejected) {
        Integer seconds = rejected.retryAfterSeconds();
        assertThat(seconds).isNotNull();
        Instant then = Instant.now().plusSeconds(seconds == null ? 0 : seconds);
        Patience.until(
                "the time to try again", Patience.USUAL, () -> Instant.now().isAfter(then));
        Command.Post command = flood.stream()
                .filter(post -> post.id().equals(rejected.id()))
                .findFirst()
                .orElseThrow();
        client.accepted(command);
    }

    @Test
    void theHttpDoorCountsTooAndSaysWhenToTryAgain() {
        User erin = chat.fresh("erin");
        UUID room = chat.room(chat.onFirst(chat.alice()), RoomKind.PUBLIC);
        ParleyClient client = chat.on(GatewaySettings.DEFAULT, erin);
        Supplier<Response> knock = () -> {
            // Over the WebSocket, because one HTTP request after the other may be too slow to be too fast.
            Stream.generate(() -> Say.read(room, 1))
                    .limit(LIMITS.commandBurst())
                    .forEach(client::submit);
            return chat.http(GatewaySettings.DEFAULT)
                    .as(erin.token())
                    .contentType("application/json")
                    .body("{\"type\":\"join\",\"id\":\"" + Say.freshId() + "\",\"room\":\"" + room + "\"}")
                    .post("/api/commands");
        };

        Response refusal = Stream.generate(knock)
                .limit(20)
                .filter(response -> response.statusCode() == 429)
                .findFirst()
                .orElseThrow();

        refusal.then()
                .contentType("application/problem+json")
                .header("Retry-After", Integer::parseInt, greaterThanOrEqualTo(1))
                .body("status", equalTo(429))
                .body("code", equalTo("rateLimited"));
    }

    @Test
    void whoHasFiftyConnectionsGetsNoMore() {
        User erin = chat.fresh("erin");
        Handshake handshake = chat.handshake(GatewaySettings.DEFAULT).bearer(erin.token());
        List<ParleyClient> clients = Stream.generate(() -> chat.open(handshake))
                .limit(LIMITS.userConnections())
                .toList();

        ParleyClient oneTooMany = chat.keep(handshake.connect());

        assertThat(oneTooMany.awaitClose()).isEqualTo(CloseCode.TOO_MANY_CONNECTIONS.code());
        clients.forEach(ParleyClient::settle);
        chat.on(GatewaySettings.DEFAULT, chat.bob()).settle();
        clients.getFirst().vanish();
        Patience.until("there is room for one again", Patience.USUAL, () -> getsIn(handshake));
    }

    private boolean getsIn(Handshake handshake) {
        ParleyClient client = chat.keep(handshake.connect());
        return client.await("a welcome or the close", seen -> {
            if (seen.closeCode().isPresent()) {
                return Optional.of(false);
            }
            return seen.frames().stream().findFirst().map(_ -> true);
        });
    }
}
