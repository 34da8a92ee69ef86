package dev.parley.message.room;

import dev.parley.contract.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One message of a room, with as much of it as the commands of a batch ask for.
 *
 * <p>What stands in the store but matters to no rule is not loaded: a loaded message's text is never read, only
 * replaced.
 */
public final class Message {

    /** That one user reacted with one emoji. */
    public record Mark(String emoji, String user) {}

    /** What a message says now; {@code sequence} is that of the event that said it. */
    public record Content(String text, List<String> mentions, long sequence, Instant at) {}

    private final long sequence;
    private final String author;
    private final boolean fresh;
    private final @Nullable Long replyTo;
    private @Nullable Content content;
    private boolean deleted;
    private @Nullable Instant deletedAt;
    private boolean changed;

    private final Map<String, Integer> reactors = new HashMap<>();
    private final Set<Mark> storedMarks = new HashSet<>();
    private final Map<Mark, Long> marks = new HashMap<>();
    private final List<Event> storedTexts = new ArrayList<>();

    private Message(long sequence, String author, boolean fresh, @Nullable Long replyTo) {
        this.sequence = sequence;
        this.author = author;
        this.fresh = fresh;
        this.replyTo = replyTo;
    }

    public static Message stored(long sequence, String author, boolean deleted) {
        Message message = new Message(sequence, author, false, null);
        message.deleted = deleted;
        return message;
    }

    static Message posted(long sequence, String author, Instant at, Event.MessagePosted posted) {
        Message message = new Message(sequence, author, true, posted.replyTo());
        message.content = new Content(posted.text(), posted.mentions(), sequence, at);
        return message;
    }

    /** @param count users who reacted with the emoji; may be capped where no command can bring it to nothing */
    public void storedReactors(String emoji, int count) {
        reactors.put(emoji, count);
    }

    public void storedMark(Mark mark) {
        storedMarks.add(mark);
        marks.put(mark, 0L);
    }

    /** An event of the log that holds this message's text, so that a delete can empty it there. */
    public void storedText(Event event) {
        storedTexts.add(event);
    }

    public long sequence() {
        return sequence;
    }

    public String author() {
        return author;
    }

    /** Whether it was posted in this batch. */
    public boolean fresh() {
        return fresh;
    }

    /** Whether a stored message's content, or that it is there, changed. */
    public boolean changed() {
        return changed;
    }

    public @Nullable Long replyTo() {
        return replyTo;
    }

    /** Null if it is as the store has it. */
    public @Nullable Content content() {
        return content;
    }

    /** Null unless it was deleted in this batch. */
    public @Nullable Instant deletedAt() {
        return deletedAt;
    }

    /** Reactions that the store does not have, and the sequences of their events. */
    public Map<Mark, Long> addedMarks() {
        Map<Mark, Long> added = new HashMap<>(marks);
        added.values().removeIf(event -> event == 0L);
        return added;
    }

    /** Reactions that only the store has. */
    public Set<Mark> removedMarks() {
        Set<Mark> removed = new HashSet<>(storedMarks);
        removed.removeAll(marks.keySet());
        return removed;
    }

    List<Event> storedTexts() {
        return storedTexts;
    }

    boolean isDeleted() {
        return deleted;
    }

    boolean hasMark(Mark mark) {
        return marks.containsKey(mark);
    }

    boolean hasEmoji(String emoji) {
        return reactors.containsKey(emoji);
    }

    int emojiCount() {
        return reactors.size();
    }

    void edit(String text, List<String> mentions, long event, Instant at) {
        content = new Content(text, mentions, event, at);
        changed = !fresh;
    }

    void delete(Instant at) {
        Content before = content;
        content = before == null ? null : new Content("", List.of(), before.sequence(), before.at());
        deleted = true;
        deletedAt = at;
        changed = !fresh;
    }

    void mark(Mark mark, long event) {
        marks.put(mark, event);
        reactors.merge(mark.emoji(), 1, Integer::sum);
    }

    void unmark(Mark mark) {
        marks.remove(mark);
        reactors.computeIfPresent(mark.emoji(), (_, count) -> count == 1 ? null : count - 1);
    }
}
