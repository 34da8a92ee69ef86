package dev.parley.gateway.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contract.ProblemKind;
import dev.parley.contract.RejectionCode;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A refusal over HTTP: RFC 9457 {@code application/problem+json}, with the rejection's code beside the standard members. */
final class Problem {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    static Response of(ProblemKind kind, String detail) {
        return of(kind, detail, null, null);
    }

    static Response of(RejectionCode code, String detail, @Nullable String id, @Nullable Integer retryAfterSeconds) {
        return of(ProblemKind.of(code), detail, id, retryAfterSeconds);
    }

    static Response of(ProblemKind kind, String detail, @Nullable String id, @Nullable Integer retryAfterSeconds) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "about:blank");
        body.put("title", kind.title());
        body.put("status", kind.status());
        body.put("detail", detail);
        body.put("code", kind.label());
        if (id != null) {
            body.put("id", id);
        }
        Response.ResponseBuilder response = Response.status(kind.status()).type(MEDIA_TYPE);
        if (retryAfterSeconds != null) {
            body.put("retryAfter", retryAfterSeconds);
            response.header("Retry-After", retryAfterSeconds);
        }
        return response.entity(body.toString()).build();
    }
}
