package dev.parley.history.events;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomAccess;
import dev.parley.history.access.RoomAnswer;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.events.EventLog.LoggedEvent;
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

/** {@code /api/rooms/{room}/events}. */
@Path("/api/rooms")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class EventsResource {
    private final EventLog log;
    private final RoomAccess access;

    EventsResource(EventLog log, RoomAccess access) {
        this.log = log;
        this.access = access;
    }

    @GET
    @Path("/{room}/events")
    @Operation(
            operationId = "events",
            summary = "A room's log",
            description = "The events after a sequence, in order and without a hole, each exactly as it stood in the "
                    + "WebSocket's `events` frame; the text of deleted messages is gone from it.")
    @Parameter(ref = Api.MIN_SEQUENCE)
    @Parameter(
            name = Range.AFTER,
            in = ParameterIn.QUERY,
            description = "The last sequence that the caller has; 0 for the whole log.",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0", defaultValue = "0"))
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of the log.",
            headers = {@Header(ref = Api.LINK), @Header(ref = Api.EPOCH), @Header(ref = Api.SEQUENCE)},
            content = @Content(schema = @Schema(implementation = EventList.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    @APIResponse(ref = Api.NO_SUCH_ROOM, responseCode = "404")
    public Uni<RestResponse<EventList>> of(
            @Parameter(ref = Api.ROOM) @PathParam("room") String room,
            @Context UriInfo uri,
            @Context SecurityIdentity identity) {
        Parameters parameters = PageAnswer.parameters(uri);
        long after = parameters.sequence(Range.AFTER, 0).orElse(0L);
        int limit = parameters.limit(Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return access.enter(Caller.of(identity), room, parameters)
                .chain(standing -> log.after(standing.room(), after, limit + 1)
                        .map(events -> Page.forward(events, limit, after > 0))
                        .map(page -> RoomAnswer.of(standing, body(standing, page), links(uri, page, after, limit))));
    }

    private static EventList body(RoomStanding standing, Page<LoggedEvent> page) {
        return new EventList(
                standing.room(),
                standing.epoch(),
                standing.sequence(),
                page.map(event -> new RawEvent(event.body())).items());
    }

    /** The log is dense: the part in front of this one starts a page's length earlier. */
    private static Links links(UriInfo uri, Page<LoggedEvent> page, long after, int limit) {
        Links links = PageAnswer.links(uri);
        if (page.later()) {
            links.add(Links.NEXT, Range.AFTER, page.items().getLast().sequence());
        }
        if (page.earlier()) {
            links.add(Links.PREV, Range.AFTER, Math.max(0, after - limit));
        }
        return links;
    }

    /** @param sequence the room's head, read before the events */
    @Schema(name = "Events")
    public record EventList(
            @Schema(required = true) UUID room,
            @Schema(required = true) String epoch,

            @Schema(required = true, description = "The room's head, read before the events.")
            long sequence,

            @Schema(required = true) List<RawEvent> events) {}

    /** An event's JSON, written as it is. */
    @Schema(
            name = "Event",
            type = SchemaType.OBJECT,
            description =
                    "One entry of a room's log: `sequence`, `type`, `at`, `by`, `command`, and what its type has.",
            requiredProperties = {"sequence", "type", "at", "by", "command"},
            additionalProperties = Schema.True.class,
            example = """
                    {"sequence":58,"type":"message.posted","at":"2026-11-22T18:00:00.123Z",\
                    "by":{"id":"7f0c","name":"ada"},"command":"c-17","text":"Good morning","mentions":[]}""")
    public record RawEvent(
            @Schema(hidden = true) @JsonValue @JsonRawValue String json) {}
}
