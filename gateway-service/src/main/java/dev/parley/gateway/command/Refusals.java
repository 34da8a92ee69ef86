package dev.parley.gateway.command;

import dev.parley.contract.ProblemKind;
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
    private static final String METHODS = "POST";

    @ServerExceptionMapper
    Response withoutToken(UnauthorizedException refusal) {
        return unauthenticated("this needs a bearer token");
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException refusal) {
        if (IdentityProviderAway.isCauseOf(refusal)) {
            return Problem.of(ProblemKind.UNAVAILABLE, "tokens cannot be checked at the moment; try again soon");
        }
        return unauthenticated("the bearer token is not valid here");
    }

    @ServerExceptionMapper
    Response byFramework(WebApplicationException refusal) {
        return switch (refusal.getResponse().getStatus()) {
            case 404 -> Problem.of(ProblemKind.NOT_FOUND, "there is nothing at this path");
            case 405 ->
                Response.fromResponse(Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "this path does not know this method"))
                        .header(HttpHeaders.ALLOW, METHODS)
                        .build();
            case 406 -> Problem.of(ProblemKind.NOT_ACCEPTABLE, "answers are application/json");
            case 413 -> Problem.of(ProblemKind.TOO_LARGE, "the request is too large");
            case 415 -> Problem.of(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "a command is application/json");
            default -> refusal.getResponse();
        };
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        LOG.error("A request failed", failure);
        return Problem.of(ProblemKind.INTERNAL, "something went wrong here; the logs say what");
    }

    static Response unauthenticated(String detail) {
        return Response.fromResponse(Problem.of(ProblemKind.UNAUTHENTICATED, detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
