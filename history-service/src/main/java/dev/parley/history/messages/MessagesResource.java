package dev.parley.history.messages;

import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomAccess;
import dev.parley.history.access.RoomAnswer;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.events.EventLog;
import dev.parley.history.events.EventsResource.RawEvent;
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
import org.jspecify.annotations.Nullable;

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
    private static final String CHANGES = "changes";
    private static final int CHANGES_MAX = 200;

    private final Messages messages;
    private final Reactions reactions;
    private final RoomAccess access;
    private final EventLog log;

    MessagesResource(Messages messages, Reactions reactions, RoomAccess access, EventLog log) {
        this.messages = messages;
        this.reactions = reactions;
        this.access = access;
        this.log = log;
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
    @Parameter(
            name = CHANGES,
            in = ParameterIn.QUERY,
            description =
                    "Whether the answer tells too what happened to the room and to who is in it between the page's "
                            + "messages, in front of the first if there is none earlier, and behind the last if there is none later.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
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
        boolean withChanges = parameters.flag(CHANGES);
        return access.enter(caller, room, parameters)
                .chain(standing -> messages.of(standing.room(), range, limit)
                        .chain(page -> counted(standing, page, caller)
                                .chain(body -> withChanges
                                        ? changed(body, range, page)
                                        : Uni.createFrom().item(body))
                                .map(body -> RoomAnswer.of(standing, body, links(uri, range, page)))));
    }

    private Uni<MessageList> counted(RoomStanding standing, Page<MessageRow> page, Caller caller) {
        return reactions
                .of(standing.room(), sequences(page).items(), caller)
                .map(counts -> new MessageList(
                        standing.room(),
                        standing.epoch(),
                        standing.sequence(),
                        page.map(row -> Message.of(row, counts.getOrDefault(row.sequence, List.of())))
                                .items(),
                        null));
    }

    private Uni<MessageList> changed(MessageList body, Range<Long> range, Page<MessageRow> page) {
        Span span = Span.of(range, sequences(page));
        return log.changes(body.room(), span.after(), span.before(), CHANGES_MAX)
                .map(changes -> body.with(changes.stream()
                        .map(event -> new RawEvent(event.body()))
                        .toList()));
    }

    private static Page<Long> sequences(Page<MessageRow> page) {
        return page.map(message -> message.sequence);
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
            List<Message> messages,

            @Schema(
                    description =
                            "If they were asked for: `room.*` and `member.*` events, in the order of the log; of more "
                                    + "than 200 the last.")
            @Nullable
            List<RawEvent> changes) {
        MessageList with(List<RawEvent> found) {
            return new MessageList(room, epoch, sequence, messages, found);
        }
    }
}
