package dev.parley.history.gateways;

import dev.parley.contract.RoomIds;
import dev.parley.history.events.EventLog;
import dev.parley.history.events.EventLog.Head;
import dev.parley.history.events.EventLog.LoggedEvent;
import dev.parley.history.paging.Parameters;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * {@code GET /internal/events?room=&after=&limit=}: a part of a room's log, one line an event:
 * {@code sequence \t type \t affected user or empty \t the event's JSON \n}.
 *
 * <p>The head stands in {@code Parley-Epoch} and {@code Parley-Sequence}; it is read before the events, which may
 * therefore go beyond it. The log is read and sent in chunks: one answer never has more than a chunk in memory, and a
 * gateway that does not read stops the reading.
 */
@ApplicationScoped
public class EventsAnswer {
    private static final int LIMIT_MAX = 1_000;
    private static final int CHUNK_EVENTS = 200;

    private final EventLog log;

    EventsAnswer(EventLog log) {
        this.log = log;
    }

    Uni<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        Parameters parameters = new Parameters(name -> request.params().get(name));
        UUID room = RoomIds.parse(parameters.text("room").orElse("")).orElseThrow(ProblemException::noSuchRoom);
        long after = parameters.sequence("after", 0).orElse(0L);
        int limit = parameters.limit(LIMIT_MAX, LIMIT_MAX);
        return log.head(room).chain(head -> {
            begin(response, head.orElseThrow(ProblemException::noSuchRoom));
            return send(response, room, after, limit);
        });
    }

    private static void begin(HttpServerResponse response, Head head) {
        response.setChunked(true)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Parley-Epoch", head.epoch())
                .putHeader("Parley-Sequence", Long.toString(head.sequence()));
    }

    private Uni<Void> send(HttpServerResponse response, UUID room, long after, int left) {
        int chunk = Math.min(left, CHUNK_EVENTS);
        return log.after(room, after, chunk).chain(events -> {
            if (events.size() < chunk || left == chunk) {
                return done(response.end(lines(events)));
            }
            long last = events.getLast().sequence();
            return done(response.write(lines(events)))
                    .chain(() -> drained(response))
                    .chain(() -> send(response, room, last, left - chunk));
        });
    }

    private static Uni<Void> done(Future<Void> written) {
        return Uni.createFrom().completionStage(written.toCompletionStage());
    }

    private static Uni<Void> drained(HttpServerResponse response) {
        if (!response.writeQueueFull()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(drained -> {
            response.drainHandler(room -> drained.complete(null));
            response.exceptionHandler(drained::fail);
            response.closeHandler(closed -> drained.fail(new IOException("gateway went away")));
        });
    }

    private static Buffer lines(List<LoggedEvent> events) {
        Buffer lines = Buffer.buffer();
        for (LoggedEvent event : events) {
            lines.appendString(Long.toString(event.sequence()))
                    .appendByte((byte) '\t')
                    .appendString(event.type())
                    .appendByte((byte) '\t');
            if (event.affected() != null) {
                lines.appendString(event.affected());
            }
            lines.appendByte((byte) '\t').appendString(event.body()).appendByte((byte) '\n');
        }
        return lines;
    }
}
