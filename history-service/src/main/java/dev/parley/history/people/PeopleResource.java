package dev.parley.history.people;

import dev.parley.contract.Person;
import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.paging.NameCursor;
import dev.parley.history.paging.PageAnswer;
import dev.parley.history.paging.Parameters;
import dev.parley.history.paging.Range;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /api/people} and {@code /api/me}. */
@Path("/api")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "People")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class PeopleResource {
    private final People people;

    PeopleResource(People people) {
        this.people = people;
    }

    @GET
    @Path("/people")
    @Operation(
            operationId = "findPeople",
            summary = "Find people by name",
            description = "People who signed in at least once, by name without regard to case, then by id.")
    @Parameter(ref = Api.NAME_PREFIX)
    @Parameter(ref = Api.BEFORE_CURSOR)
    @Parameter(ref = Api.AFTER_CURSOR)
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            headers = @Header(ref = Api.LINK),
            content = @Content(schema = @Schema(implementation = FoundPeople.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    public Uni<RestResponse<FoundPeople>> find(@Context UriInfo uri) {
        Parameters parameters = PageAnswer.parameters(uri);
        String prefix = parameters.text(Api.Q, Api.NAME_CODE_POINTS_MAX).orElse("");
        Range<NameCursor> range = Range.ofCursors(parameters, NameCursor::parse);
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return people.byName(prefix, range, limit)
                .map(page -> PageAnswer.of(
                                new FoundPeople(page.map(People.Named::person).items()),
                                PageAnswer.links(uri, page, People.Named::place))
                        .build());
    }

    @GET
    @Path("/me")
    @Operation(
            operationId = "me",
            summary = "Who am I",
            description = "The caller, by their token, and when a gateway last saw them sign in.")
    @APIResponse(
            responseCode = "200",
            description = "The caller.",
            content = @Content(schema = @Schema(implementation = Me.class)))
    public Uni<Me> me(@Context SecurityIdentity identity) {
        Caller caller = Caller.of(identity);
        return people.known(caller.id())
                .map(person -> new Me(
                        caller.id(),
                        caller.name(),
                        person.map(known -> known.seenAt).orElse(null)));
    }

    /** A part of the people whose names begin so. */
    @Schema(name = "People")
    public record FoundPeople(@Schema(required = true) List<Person> people) {}

    /** @param seenAt absent for somebody who never connected to a gateway */
    @Schema(name = "Me")
    public record Me(
            @Schema(required = true) String id,
            @Schema(required = true) String name,

            @Schema(
                    description = "When the caller last signed in to a gateway; absent if never.",
                    examples = "2026-11-22T18:00:00.123Z")
            @Nullable
            Instant seenAt) {}
}
