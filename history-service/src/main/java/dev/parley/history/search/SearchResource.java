package dev.parley.history.search;

import dev.parley.contract.Person;
import dev.parley.contract.ProblemKind;
import dev.parley.history.Api;
import dev.parley.history.access.Caller;
import dev.parley.history.access.RoomStanding;
import dev.parley.history.access.Standings;
import dev.parley.history.database.DatabaseAway;
import dev.parley.history.database.Reads;
import dev.parley.history.paging.Links;
import dev.parley.history.paging.Page;
import dev.parley.history.paging.PageAnswer;
import dev.parley.history.paging.Range;
import dev.parley.history.paging.TimeCursor;
import dev.parley.history.problems.ProblemException;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
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

/** {@code /api/search}. */
@Path("/api/search")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
@APIResponse(ref = Api.UNAUTHORIZED, responseCode = "401")
@APIResponse(ref = Api.NOT_ACCEPTABLE, responseCode = "406")
@APIResponse(ref = Api.INTERNAL, responseCode = "500")
@APIResponse(ref = Api.UNAVAILABLE, responseCode = "503")
public class SearchResource {
    /** A page with this part of its limit is shown as it is. */
    private static final int WORTH_SHOWING = 4;

    private final Reads reads;
    private final Standings standings;
    private final SearchTurns turns;

    SearchResource(Reads reads, Standings standings, SearchTurns turns) {
        this.reads = reads;
        this.turns = turns;
        this.standings = standings;
    }

    @GET
    @Operation(
            operationId = "search",
            summary = "Search messages",
            description =
                    "Messages as they stand now, only in rooms that the caller is a member of, newest first. Words "
                            + "are compared whole and without regard to case; all of them must be there.")
    @Parameter(
            name = Api.Q,
            in = ParameterIn.QUERY,
            required = true,
            description =
                    "Words; \"a phrase\" in quotes; `or` between alternatives; `-` before a word that must not be "
                            + "there.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = SearchQuery.WORDS_CODE_POINTS_MAX))
    @Parameter(
            name = SearchQuery.ROOM,
            in = ParameterIn.QUERY,
            description = "Only in this room; 404 if the caller is not a member of it.",
            schema = @Schema(type = SchemaType.STRING, format = "uuid"))
    @Parameter(
            name = SearchQuery.BY,
            in = ParameterIn.QUERY,
            description = "Only messages of this user, by id.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = Range.BEFORE,
            in = ParameterIn.QUERY,
            description = "What follows this place, towards the past; as the `Link` header gives it.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(ref = Api.LIMIT)
    @APIResponse(
            responseCode = "200",
            description = "A part of what was found.",
            headers = @Header(ref = Api.LINK),
            content = @Content(schema = @Schema(implementation = FoundMessages.class)))
    @APIResponse(ref = Api.BAD_REQUEST, responseCode = "400")
    @APIResponse(ref = Api.NO_SUCH_ROOM, responseCode = "404")
    public Uni<RestResponse<FoundMessages>> search(@Context UriInfo uri, @Context SecurityIdentity identity) {
        Caller caller = Caller.of(identity);
        SearchQuery query = SearchQuery.parse(PageAnswer.parameters(uri), Api.LIMIT_MAX, Api.LIMIT_DEFAULT);
        return requireMember(caller, query.room())
                .chain(() -> turns.of(() -> find(query, caller)))
                .onFailure(DatabaseAway::tookTooLong)
                .transform(tooLong -> ProblemException.of(
                        ProblemKind.UNAVAILABLE, "This search takes too long; name a room or less common words."))
                .map(page -> PageAnswer.of(new FoundMessages(page.items()), next(uri, page))
                        .build());
    }

    /** A page that is not full though more follows is better than one that takes long to fill, or none. */
    private Uni<Page<FoundMessage>> find(SearchQuery query, Caller caller) {
        return reads.rows(query.amongNewest(), query.parameters(caller.id()), Found::of)
                .chain(rows -> {
                    List<FoundMessage> newest = Found.messages(rows);
                    if (rows.getFirst().complete() || newest.size() > query.limit()) {
                        return Uni.createFrom().item(Page.forward(newest, query.limit(), false));
                    }
                    Page<FoundMessage> part = new Page<>(newest, false, true);
                    return newest.size() * WORTH_SHOWING >= query.limit()
                            ? Uni.createFrom().item(part)
                            : amongAll(query, caller)
                                    .onFailure(failure -> DatabaseAway.tookTooLong(failure) && !newest.isEmpty())
                                    .recoverWithItem(part);
                });
    }

    private Uni<Page<FoundMessage>> amongAll(SearchQuery query, Caller caller) {
        return reads.rows(query.amongAll(), query.parameters(caller.id()), Found::of)
                .map(rows -> Page.forward(Found.messages(rows), query.limit(), false));
    }

    /** An open room that the caller only may read is not searched, and an empty answer would be a lie. */
    private Uni<Void> requireMember(Caller caller, @Nullable UUID room) {
        if (room == null) {
            return Uni.createFrom().voidItem();
        }
        return standings
                .of(List.of(new Standings.Pair(room, caller.id())))
                .map(List::getFirst)
                .invoke(SearchResource::requireMember)
                .replaceWithVoid();
    }

    private static void requireMember(Optional<RoomStanding> standing) {
        if (standing.isEmpty() || standing.get().role() == null) {
            throw ProblemException.noSuchRoom();
        }
    }

    private static Links next(UriInfo uri, Page<FoundMessage> page) {
        Links links = PageAnswer.links(uri);
        if (page.later()) {
            FoundMessage last = page.items().getLast();
            links.add(Links.NEXT, Range.BEFORE, new TimeCursor(last.at(), last.room(), last.sequence()));
        }
        return links;
    }

    /** A row: whether there is nothing but these rows, and a message unless there is none. */
    private record Found(boolean complete, Optional<FoundMessage> message) {
        static Found of(Row row) {
            boolean some = row.getUUID("room") != null;
            return new Found(row.getBoolean("complete"), some ? Optional.of(messageOf(row)) : Optional.empty());
        }

        static List<FoundMessage> messages(List<Found> rows) {
            return rows.stream().flatMap(row -> row.message().stream()).toList();
        }

        private static FoundMessage messageOf(Row row) {
            return new FoundMessage(
                    row.getUUID("room"),
                    row.getLong("sequence"),
                    row.getOffsetDateTime("at").toInstant(),
                    new Person(row.getString("by_id"), row.getString("by_name")),
                    row.getString("text"),
                    row.getLong("reply_to"),
                    Optional.ofNullable(row.getOffsetDateTime("edited_at"))
                            .map(OffsetDateTime::toInstant)
                            .orElse(null));
        }
    }

    /** A part of what was found. */
    @Schema(name = "FoundMessages")
    public record FoundMessages(
            @Schema(required = true, description = "Newest first.")
            List<FoundMessage> messages) {}

    /** A message, and the room it is in. */
    @Schema(name = "FoundMessage")
    public record FoundMessage(
            @Schema(required = true) UUID room,
            @Schema(required = true) long sequence,
            @Schema(required = true) Instant at,
            @Schema(required = true) Person by,
            @Schema(required = true) String text,

            @Schema(description = "The sequence of the message that this one answers.") @Nullable
            Long replyTo,

            @Schema(description = "When it was last edited; absent if never.") @Nullable
            Instant editedAt) {}
}
