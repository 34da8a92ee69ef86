package dev.parley.history.gateways;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.Person;
import dev.parley.contract.ProblemKind;
import dev.parley.history.gateways.StandingsAnswer.AskedPair;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what gateways ask, and refuses what is not of the shape or too much. */
final class InternalBody {
    /** Users or pairs in one request. */
    static final int ENTRIES_MAX = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build());

    /** Ten thousand pairs with the longest of ids. */
    private static final int BYTES_MAX = 4 * 1024 * 1024;

    private InternalBody() {}

    /** The whole body; what is beyond the bound is dropped as it comes. */
    static Uni<Buffer> read(HttpServerRequest request) {
        return Uni.createFrom().emitter(body -> {
            Buffer read = Buffer.buffer();
            request.handler(part -> {
                if (read.length() <= BYTES_MAX) {
                    read.appendBuffer(part);
                }
            });
            request.exceptionHandler(body::fail);
            request.endHandler(end -> {
                if (read.length() <= BYTES_MAX) {
                    body.complete(read);
                } else {
                    body.fail(tooLarge("The body may have " + BYTES_MAX + " bytes at most."));
                }
            });
        });
    }

    static List<String> users(Buffer body) {
        List<String> users = new ArrayList<>();
        for (JsonNode user : entries(body, "users")) {
            users.add(userId(user, "users"));
        }
        return users;
    }

    static List<AskedPair> pairs(Buffer body) {
        List<AskedPair> pairs = new ArrayList<>();
        for (JsonNode pair : entries(body, "pairs")) {
            if (!pair.path("room").isTextual()) {
                throw ProblemException.badParameter("pairs", "must be objects with 'room' and 'user'");
            }
            pairs.add(new AskedPair(pair.path("room").textValue(), userId(pair.path("user"), "pairs")));
        }
        return pairs;
    }

    private static JsonNode entries(Buffer body, String field) {
        JsonNode entries = object(body).path(field);
        if (!entries.isArray()) {
            throw ProblemException.badParameter(field, "must be an array");
        }
        if (entries.size() > ENTRIES_MAX) {
            throw tooLarge("'" + field + "' may have " + ENTRIES_MAX + " entries at most.");
        }
        return entries;
    }

    private static JsonNode object(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException malformed) {
            throw ProblemException.of(ProblemKind.INVALID, "The body is not JSON.");
        }
    }

    private static String userId(JsonNode user, String field) {
        String id = user.isTextual() ? user.textValue() : "";
        // PostgreSQL has no text with U+0000, so no user has either.
        if (id.isEmpty() || id.length() > Person.ID_MAX_CHARACTERS || id.indexOf('\0') >= 0) {
            throw ProblemException.badParameter(field, "must name users by their ids");
        }
        return id;
    }

    private static ProblemException tooLarge(String detail) {
        return ProblemException.of(ProblemKind.TOO_LARGE, detail);
    }
}
