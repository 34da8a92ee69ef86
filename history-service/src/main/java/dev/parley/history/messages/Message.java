package dev.parley.history.messages;

import dev.parley.contract.Person;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands now.
 *
 * @param sequence of the {@code message.posted}; what commands and events name the message by
 * @param by under the name they have now
 */
@Schema(name = "Message", description = "A message as it stands now.")
public record Message(
        @Schema(required = true, description = "Names the message in commands and events.", examples = "41")
        long sequence,

        @Schema(required = true, examples = "2026-11-22T18:00:00.123Z")
        Instant at,

        @Schema(required = true, description = "Its author, under the name they have now.")
        Person by,

        @Schema(required = true, description = "Empty if deleted.")
        String text,

        @Schema(description = "The sequence of the message that this one answers.") @Nullable
        Long replyTo,

        @Schema(required = true, description = "Ids of the people mentioned.")
        List<String> mentions,

        @Schema(description = "When it was last edited; absent if never.") @Nullable
        Instant editedAt,

        @Schema(description = "The sequence of its last `message.edited`.") @Nullable
        Long editedSequence,

        @Schema(required = true, description = "Whether this is what is left of a deleted message.")
        boolean deleted,

        @Schema(required = true, description = "In the order in which each emoji was first used.")
        List<Reaction> reactions) {

    /** How many reacted so. */
    @Schema(name = "Reaction")
    public record Reaction(
            @Schema(required = true, examples = "👍") String emoji,
            @Schema(required = true) int count,

            @Schema(required = true, description = "Whether the caller is one of them.")
            boolean mine) {}

    static Message of(MessageRow row, List<Reaction> reactions) {
        String name = row.person == null ? row.author : row.person.name;
        return new Message(
                row.sequence,
                row.at,
                new Person(row.author, name),
                row.text,
                row.replyTo,
                List.of(row.mentions),
                row.editedAt,
                row.editedSequence,
                row.deletedAt != null,
                reactions);
    }
}
