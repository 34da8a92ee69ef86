package dev.parley.history.messages;

import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomAccess;
import dev.parley.history.access.RoomAnswer;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.paging.Links;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.PageAnswer;
import dev.parley.history.paging.Parameters;
import dev.parley.history.paging.Range;
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

/** {@code /api/rooms/{room}/messages}. */
@Path("/api/rooms")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class MessagesResource {
    private final Messages messages;
    private final Reactions reactions;
    private final RoomAccess access;

    MessagesResource(Messages messages, Reactions reactions, RoomAccess access) {
        this.messages = messages;
        this.reactions = reactions;
        this.access = access;
    }

    @GET
    @Path("/{room}/messages")
    @Operation(
            operationId = "messages",
            summary = "A room's messages as they stand now",
            description = "Edits are applied, deleted messages are tombstones, reactions are counted. Without a place "
                    + "it is the newest page. Messages of a page always stand in the order of the log. `next` leads on "
                    + "in the direction of reading: to later messages if `after` was given, else to earlier ones.")
    @Parameter(ref = Api.MIN_SEQUENCE)
    @Parameter(
            name = Range.BEFORE,
            in = ParameterIn.QUERY,
            description =
                    "Only messages with a lower sequence, the nearest to it. At most one of `before`, `after` and "
                            + "`around`.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
    @Parameter(
            name = Range.AFTER,
            in = ParameterIn.QUERY,
            description = "Only messages with a higher sequence, the nearest to it.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
    @Parameter(
            name = Range.AROUND,
            in = ParameterIn.QUERY,
            description = "Half of the page has lower sequences, the rest starts at this one.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of the messages.",
            headers = {@Header(ref = Api.LINK), @Header(ref = Api.EPOCH), @Header(ref = Api.SEQUENCE)},
            content = @Content(schema = @Schema(implementation = MessageList.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    @APIResponse(ref = Api.NO_SUCH_ROOM, responseCode = "404")
    public Uni<RestResponse<MessageList>> of(
            @Parameter(ref = Api.ROOM) @PathParam("room") String room,
            @Context UriInfo uri,
            @Context SecurityIdentity identity) {
        Caller caller = Caller.of(identity);
        Parameters parameters = PageAnswer.parameters(uri);
        Range<Long> range = Range.ofSequences(parameters);
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return access.enter(caller, room, parameters)
                .chain(standing -> messages.of(standing.room(), range, limit)
                        .chain(page -> counted(standing, page, caller)
                                .map(body -> RoomAnswer.of(standing, body, links(uri, range, page)))));
    }

    private Uni<MessageList> counted(RoomStanding standing, Page<MessageRow> page, Caller caller) {
        List<Long> sequences = page.map(message -> message.sequence).items();
        return reactions
                .of(standing.room(), sequences, caller)
                .map(counts -> new MessageList(
                        standing.room(),
                        standing.epoch(),
                        standing.sequence(),
                        page.map(row -> Message.of(row, counts.getOrDefault(row.sequence, List.of())))
                                .items()));
    }

    private static Links links(UriInfo uri, Range<Long> range, Page<MessageRow> page) {
        boolean backwards = !(range instanceof Range.After<Long>);
        return PageAnswer.links(uri, page, message -> message.sequence, backwards);
    }

    /** @param sequence the room's head, read before the messages */
    @Schema(name = "Messages")
    public record MessageList(
            @Schema(required = true) UUID room,
            @Schema(required = true) String epoch,

            @Schema(required = true, description = "The room's head, read before the messages.")
            long sequence,

            @Schema(required = true, description = "In the order of the log.")
            List<Message> messages) {}
}
