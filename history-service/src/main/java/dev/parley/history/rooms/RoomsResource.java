package dev.parley.history.rooms;

import dev.parley.contract.RoomIds;
import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomAccess;
import dev.parley.history.access.RoomAnswer;
import dev.parley.history.paging.NameCursor;
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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /api/rooms}: the caller's own, the open ones, one. */
@Path("/api/rooms")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rooms")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class RoomsResource {
    private final Rooms rooms;
    private final RoomAccess access;

    RoomsResource(Rooms rooms, RoomAccess access) {
        this.rooms = rooms;
        this.access = access;
    }

    @GET
    @Operation(
            operationId = "myRooms",
            summary = "My rooms",
            description = "The rooms that the caller is a member of, in the order of their ids, with role, head, read "
                    + "pointer, unread count and newest message.")
    @Parameter(ref = Api.BEFORE_CURSOR)
    @Parameter(ref = Api.AFTER_CURSOR)
    @Parameter(
            name = Api.LIMIT,
            in = ParameterIn.QUERY,
            description = "How many at most.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "200"))
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            headers = @Header(ref = Api.LINK),
            content = @Content(schema = @Schema(implementation = RoomList.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    public Uni<RestResponse<RoomList>> mine(@Context UriInfo uri, @Context SecurityIdentity identity) {
        Parameters parameters = PageAnswer.parameters(uri);
        Range<UUID> range = Range.ofCursors(parameters, RoomsResource::roomCursor);
        // A client wants all of its rooms to begin with; few people have more than one page of them.
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_MAX);
        return rooms.of(Caller.of(identity), range, limit)
                .map(page -> PageAnswer.of(new RoomList(page.items()), PageAnswer.links(uri, page, RoomSummary::room))
                        .build());
    }

    @GET
    @Path("/public")
    @Operation(
            operationId = "openRooms",
            summary = "Find open rooms by name",
            description = "Rooms of the kinds `public` and `announcement`, by name without regard to case, then by id; "
                    + "without those that the caller is banned from.")
    @Parameter(ref = Api.NAME_PREFIX)
    @Parameter(ref = Api.BEFORE_CURSOR)
    @Parameter(ref = Api.AFTER_CURSOR)
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            headers = @Header(ref = Api.LINK),
            content = @Content(schema = @Schema(implementation = RoomList.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    public Uni<RestResponse<RoomList>> open(@Context UriInfo uri, @Context SecurityIdentity identity) {
        Parameters parameters = PageAnswer.parameters(uri);
        String prefix = parameters.text(Api.Q, Api.NAME_CODE_POINTS_MAX).orElse("");
        Range<NameCursor> range = Range.ofCursors(parameters, RoomsResource::nameCursor);
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return rooms.open(Caller.of(identity), prefix, range, limit)
                .map(page -> PageAnswer.of(
                                new RoomList(page.map(Rooms.Named::room).items()),
                                PageAnswer.links(uri, page, Rooms.Named::place))
                        .build());
    }

    @GET
    @Path("/{room}")
    @Operation(operationId = "room", summary = "One room")
    @Parameter(ref = Api.MIN_SEQUENCE)
    @APIResponse(
            responseCode = "200",
            description = "The room.",
            headers = {@Header(ref = Api.EPOCH), @Header(ref = Api.SEQUENCE)},
            content = @Content(schema = @Schema(implementation = RoomSummary.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    @APIResponse(ref = Api.NO_SUCH_ROOM, responseCode = "404")
    public Uni<RestResponse<RoomSummary>> one(
            @Parameter(ref = Api.ROOM) @PathParam("room") String room,
            @Context UriInfo uri,
            @Context SecurityIdentity identity) {
        Caller caller = Caller.of(identity);
        return access.enter(caller, room, PageAnswer.parameters(uri))
                .chain(standing -> rooms.one(caller, standing.room())
                        .map(found -> RoomAnswer.of(
                                standing, found.orElseThrow(ProblemException::noSuchRoom), PageAnswer.links(uri))));
    }

    private static UUID roomCursor(String parameter, String cursor) {
        return RoomIds.parse(cursor).orElseThrow(() -> ProblemException.badParameter(parameter, "must be a room's id"));
    }

    private static NameCursor nameCursor(String parameter, String cursor) {
        NameCursor place = NameCursor.parse(parameter, cursor);
        roomCursor(parameter, place.id());
        return place;
    }

    /** A part of a list of rooms. */
    @Schema(name = "Rooms")
    public record RoomList(@Schema(required = true) List<RoomSummary> rooms) {}
}
