package dev.parley.history.problems;

import dev.parley.contract.ProblemKind;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every refusal of the public port, whoever made it, in the one shape. */
public class ProblemMappers {
    private static final String RETRY_SECONDS = "1";
    private static final String READING = "GET, HEAD, OPTIONS";

    @ServerExceptionMapper
    public Response refused(ProblemException refusal) {
        return response(refusal.problem()).build();
    }

    @ServerExceptionMapper
    public Response withoutToken(UnauthorizedException refusal) {
        return unauthenticated("This needs a bearer token.");
    }

    @ServerExceptionMapper
    public Response badToken(AuthenticationFailedException refusal) {
        if (IdentityProviderAway.isCauseOf(refusal)) {
            return failed(refusal);
        }
        return unauthenticated("The bearer token is not valid here.");
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException refusal) {
        return response(Problem.of(ProblemKind.FORBIDDEN, "This token does not allow that."))
                .build();
    }

    /** What the framework refuses: no such path, method, media type. */
    @ServerExceptionMapper
    public Response byFramework(WebApplicationException refusal) {
        Response original = refusal.getResponse();
        if (original.getStatus() >= ProblemKind.INTERNAL.status()) {
            return failed(refusal);
        }
        if (original.getStatus() < ProblemKind.INVALID.status()) {
            return original;
        }
        ProblemKind kind = ProblemKind.ofStatus(original.getStatus());
        Response.ResponseBuilder response = response(problem(kind));
        // Every path of this port is for reading, and the framework does not say what it allows.
        return kind == ProblemKind.METHOD_NOT_ALLOWED
                ? response.header(HttpHeaders.ALLOW, READING).build()
                : response.build();
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure) {
        return response(Problems.of(failure)).build();
    }

    private static Problem problem(ProblemKind kind) {
        return switch (kind) {
            case NOT_FOUND -> Problem.of(kind, "There is nothing at this path.");
            case METHOD_NOT_ALLOWED -> Problem.of(kind, "This path does not know this method.");
            case NOT_ACCEPTABLE -> Problem.of(kind, "Answers are application/json.");
            case TOO_LARGE -> Problem.of(kind, "The request is too large.");
            case UNSUPPORTED_MEDIA_TYPE -> Problem.of(kind, "This path does not take a body of this type.");
            case UNAUTHENTICATED -> Problem.of(kind, "This needs a bearer token.");
            case FORBIDDEN -> Problem.of(kind, "This token does not allow that.");
            case INVALID, CONFLICT, RATE_LIMITED, INTERNAL, UNAVAILABLE, OUTCOME_UNKNOWN ->
                Problem.of(ProblemKind.INVALID, "The request can't be read.");
        };
    }

    private static Response unauthenticated(String detail) {
        return response(Problem.of(ProblemKind.UNAUTHENTICATED, detail))
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    private static Response.ResponseBuilder response(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        return problem.code().equals(ProblemKind.UNAVAILABLE.label())
                ? response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                : response;
    }
}
