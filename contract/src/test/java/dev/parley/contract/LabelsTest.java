package dev.parley.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.contract.frame.Subprotocol;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Words that clients and stored data hold: they never change. */
class LabelsTest {
    @Test
    void roles() {
        assertThat(labels(Role.values(), Role::label)).containsExactly("owner", "moderator", "member");
        assertThat(Arrays.stream(Role.values()).filter(Role::moderates)).containsExactly(Role.OWNER, Role.MODERATOR);
    }

    @Test
    void kindsOfRooms() {
        assertThat(labels(RoomKind.values(), RoomKind::label))
                .containsExactly("public", "private", "direct", "announcement");
        assertThat(Arrays.stream(RoomKind.values()).filter(RoomKind::open))
                .containsExactly(RoomKind.PUBLIC, RoomKind.ANNOUNCEMENT);
    }

    @Test
    void rejectionCodesAndTheirHttpStatus() {
        assertThat(labels(RejectionCode.values(), code -> code.label() + " " + code.httpStatus()))
                .containsExactly(
                        "invalid 400",
                        "forbidden 403",
                        "notFound 404",
                        "conflict 409",
                        "tooLarge 413",
                        "rateLimited 429",
                        "unavailable 503");
    }

    @Test
    void problemsAndTheirStatus() {
        assertThat(labels(ProblemKind.values(), kind -> kind.label() + " " + kind.status() + " " + kind.title()))
                .containsExactly(
                        "invalid 400 Bad Request",
                        "unauthenticated 401 Unauthorized",
                        "forbidden 403 Forbidden",
                        "notFound 404 Not Found",
                        "methodNotAllowed 405 Method Not Allowed",
                        "notAcceptable 406 Not Acceptable",
                        "conflict 409 Conflict",
                        "tooLarge 413 Content Too Large",
                        "unsupportedMediaType 415 Unsupported Media Type",
                        "rateLimited 429 Too Many Requests",
                        "internal 500 Internal Server Error",
                        "unavailable 503 Service Unavailable",
                        "outcomeUnknown 504 Gateway Timeout");
        assertThat(RejectionCode.values()).allSatisfy(code -> {
            assertThat(ProblemKind.of(code).label()).isEqualTo(code.label());
            assertThat(ProblemKind.of(code).status()).isEqualTo(code.httpStatus());
        });
    }

    @Test
    void statusesThatHaveNoKindOfTheirOwnAreInvalidOrInternal() {
        assertThat(ProblemKind.ofStatus(414)).isEqualTo(ProblemKind.INVALID);
        assertThat(ProblemKind.ofStatus(502)).isEqualTo(ProblemKind.INTERNAL);
        assertThat(ProblemKind.ofStatus(404)).isEqualTo(ProblemKind.NOT_FOUND);
    }

    @Test
    void reasonsOfAReset() {
        assertThat(labels(ResetReason.values(), ResetReason::label))
                .containsExactly("epochChanged", "beyondHead", "tooFarBehind");
    }

    @Test
    void closeCodesAndWhetherToComeBack() {
        assertThat(labels(CloseCode.values(), code -> code.code() + " " + code.reason()))
                .containsExactly(
                        "1012 draining",
                        "4001 token expired",
                        "4008 too slow",
                        "4010 silent",
                        "4011 outcome unknown",
                        "4013 unavailable",
                        "4029 too many connections",
                        "4500 protocol violation",
                        "4501 session revoked");
        assertThat(Arrays.stream(CloseCode.values()).filter(code -> !CloseCode.comeBack(code.code())))
                .containsExactly(CloseCode.PROTOCOL_VIOLATION, CloseCode.SESSION_REVOKED);
    }

    @Test
    void theSubprotocol() {
        assertThat(Subprotocol.NAME).isEqualTo("parley.v1.json");
    }

    @Test
    void theTopics() {
        assertThat(List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPLIES, Topics.SIGNALS, Topics.DEAD_LETTERS))
                .containsExactly(
                        "parley.commands", "parley.events", "parley.replies", "parley.signals", "parley.commands.dead");
    }

    @Test
    void theLimitsUnlessConfigured() {
        assertThat(Limits.DEFAULT).isEqualTo(new Limits(65_536, 8_000, 80, 32, 1_000, 50, 20, 40, 10_000, 1_048_576));
    }

    private static <E> List<String> labels(E[] values, Function<E, String> label) {
        return Arrays.stream(values).map(label).toList();
    }
}
