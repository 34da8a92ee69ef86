package dev.parley.gateway.command;

import dev.parley.contract.RejectionCode;
import dev.parley.gateway.auth.IdentityProviderAway;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What is refused before a command is read, in the one shape of all refusals. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final String METHODS = "POST";

    @ServerExceptionMapper
    Response withoutToken(UnauthorizedException refusal) {
        return unauthenticated("this needs a bearer token");
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException refusal) {
        if (IdentityProviderAway.isCauseOf(refusal)) {
            return Problem.of(
                    RejectionCode.UNAVAILABLE, "tokens cannot be checked at the moment; try again soon", null, null);
        }
        return unauthenticated("the bearer token is not valid here");
    }

    @ServerExceptionMapper
    Response byFramework(WebApplicationException refusal) {
        return switch (refusal.getResponse().getStatus()) {
            case 404 -> Problem.of(404, "notFound", "there is nothing at this path", null, null);
            case 405 ->
                Response.fromResponse(
                                Problem.of(405, "methodNotAllowed", "this path does not know this method", null, null))
                        .header(HttpHeaders.ALLOW, METHODS)
                        .build();
            case 406 -> Problem.of(406, "notAcceptable", "answers are application/json", null, null);
            case 413 -> Problem.of(413, "tooLarge", "the request is too large", null, null);
            case 415 -> Problem.of(415, "unsupportedMediaType", "a command is application/json", null, null);
            default -> refusal.getResponse();
        };
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        LOG.error("A request failed", failure);
        return Problem.of(
                INTERNAL_SERVER_ERROR, "internal", "something went wrong here; the logs say what", null, null);
    }

    static Response unauthenticated(String detail) {
        return Response.fromResponse(Problem.of(401, "unauthenticated", detail, null, null))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
