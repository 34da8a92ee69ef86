package dev.parley.history.rooms;

import dev.parley.contract.Person;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A room as one caller sees it; what concerns membership is absent for somebody who only may read it.
 *
 * @param sequence the head of the room's log
 * @param unread messages of others after the read pointer that are not deleted, at most {@value #UNREAD_MAX}
 * @param unreadMentions which of these mention the caller, ascending
 */
@Schema(name = "Room", description = "A room as the caller sees it.")
public record RoomSummary(
        @Schema(required = true) UUID room,

        @Schema(required = true, description = "Empty for direct rooms: `people` names them.", examples = "Release")
        String name,

        @Schema(
                required = true,
                enumeration = {"public", "private", "direct", "announcement"})
        String kind,

        @Nullable String topic,
        @Schema(required = true) String epoch,

        @Schema(required = true, description = "The head of the room's log.", examples = "58")
        long sequence,

        @Schema(required = true, description = "How many members the room has.")
        int members,

        @Schema(required = true) Instant createdAt,

        @Schema(
                description = "The caller's role; absent if the caller is not a member.",
                enumeration = {"owner", "moderator", "member"})
        @Nullable
        String role,

        @Schema(description = "The sequence at which the caller joined.") @Nullable
        Long joinedSequence,

        @Schema(description = "The caller's read pointer.") @Nullable
        Long readSequence,

        @Schema(
                description = "Messages of others after the read pointer that are not deleted; 100 means 100 or more.",
                maximum = "100")
        @Nullable
        Integer unread,

        @Schema(description = "The sequences of those among them that mention the caller.") @Nullable
        List<Long> unreadMentions,

        @Schema(description = "The newest message, if there is one.") @Nullable
        LastMessage lastMessage,

        @Schema(description = "For direct rooms: everybody in it, the caller too.") @Nullable
        List<Person> people) {

    public static final int UNREAD_MAX = 100;

    /** The newest message of a room, as it stands now. */
    @Schema(name = "LastMessage")
    public record LastMessage(
            @Schema(required = true) long sequence,
            @Schema(required = true) Instant at,
            @Schema(required = true) Person by,

            @Schema(required = true, description = "Empty if deleted.")
            String text,

            @Schema(required = true) boolean deleted) {}
}
