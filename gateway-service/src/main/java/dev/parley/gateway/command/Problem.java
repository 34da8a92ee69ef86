package dev.parley.gateway.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.contract.RejectionCode;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** A refusal over HTTP: RFC 9457 {@code application/problem+json}, with the rejection's code beside the standard members. */
final class Problem {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    static Response of(RejectionCode code, String detail, @Nullable String id, @Nullable Integer retryAfterSeconds) {
        return of(code.httpStatus(), code.label(), detail, id, retryAfterSeconds);
    }

    static Response of(
            int status, String code, String detail, @Nullable String id, @Nullable Integer retryAfterSeconds) {
        Response.Status known = Response.Status.fromStatusCode(status);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "about:blank");
        body.put("title", known == null ? code : known.getReasonPhrase());
        body.put("status", status);
        body.put("detail", detail);
        body.put("code", code);
        if (id != null) {
            body.put("id", id);
        }
        Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE);
        if (retryAfterSeconds != null) {
            body.put("retryAfter", retryAfterSeconds);
            response.header("Retry-After", retryAfterSeconds);
        }
        return response.entity(body.toString()).build();
    }
}
