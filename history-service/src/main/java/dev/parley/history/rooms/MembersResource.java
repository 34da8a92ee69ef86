package dev.parley.history.rooms;

import dev.parley.contract.Person;
import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomAccess;
import dev.parley.history.access.RoomAnswer;
import dev.parley.history.paging.PageAnswer;
import dev.parley.history.paging.Parameters;
import dev.parley.history.paging.Range;
import dev.parley.history.problems.ProblemException;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /api/rooms/{room}/members}. */
@Path("/api/rooms")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rooms")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class MembersResource {
    private final Members members;
    private final RoomAccess access;

    MembersResource(Members members, RoomAccess access) {
        this.members = members;
        this.access = access;
    }

    @GET
    @Path("/{room}/members")
    @Operation(
            operationId = "members",
            summary = "A room's members",
            description = "In the order of their ids, with role and read pointer.")
    @Parameter(ref = Api.MIN_SEQUENCE)
    @Parameter(ref = Api.BEFORE_CURSOR)
    @Parameter(ref = Api.AFTER_CURSOR)
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            headers = {@Header(ref = Api.LINK), @Header(ref = Api.EPOCH), @Header(ref = Api.SEQUENCE)},
            content = @Content(schema = @Schema(implementation = MemberList.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    @APIResponse(ref = Api.NO_SUCH_ROOM, responseCode = "404")
    public Uni<RestResponse<MemberList>> of(
            @Parameter(ref = Api.ROOM) @PathParam("room") String room,
            @Context UriInfo uri,
            @Context SecurityIdentity identity) {
        Parameters parameters = PageAnswer.parameters(uri);
        Range<String> range = Range.ofCursors(parameters, MembersResource::userCursor);
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return access.enter(Caller.of(identity), room, parameters)
                .chain(standing -> members.of(standing.room(), range, limit)
                        .map(page -> RoomAnswer.of(
                                standing,
                                new MemberList(
                                        standing.room(),
                                        standing.epoch(),
                                        standing.sequence(),
                                        page.map(MembersResource::member).items()),
                                PageAnswer.links(uri, page, member -> member.user))));
    }

    private static Member member(MemberRow row) {
        return new Member(row.user, row.person.name, row.role, row.joinedSequence, row.readSequence);
    }

    private static String userCursor(String parameter, String cursor) {
        if (cursor.length() > Person.ID_MAX_CHARACTERS) {
            throw ProblemException.badParameter(parameter, "must be a user's id");
        }
        return cursor;
    }

    /** @param sequence the room's head, read before the members */
    @Schema(name = "Members")
    public record MemberList(
            @Schema(required = true) UUID room,
            @Schema(required = true) String epoch,

            @Schema(required = true, description = "The room's head, read before the members.")
            long sequence,

            @Schema(required = true) List<Member> members) {}

    /** Somebody's place in a room. */
    @Schema(name = "Member")
    public record Member(
            @Schema(required = true) String id,
            @Schema(required = true) String name,

            @Schema(
                    required = true,
                    enumeration = {"owner", "moderator", "member"})
            String role,

            @Schema(required = true, description = "The sequence of their `member.joined`.")
            long joinedSequence,

            @Schema(required = true, description = "Their read pointer.")
            long readSequence) {}
}
