package dev.parley.system.faults.check;

import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.faults.history.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A room as it follows from its log alone. */
final class RoomReplay {
    /** How a user stands, from one sequence to the next change. */
    private record Standing(boolean member, boolean banned) {
        static final Standing STRANGER = new Standing(false, false);
    }

    private final Findings.Log log;
    private final Map<Long, Event> bySequence = new HashMap<>();
    private final Map<String, NavigableMap<Long, Standing>> standings = new HashMap<>();
    private final Map<String, Findings.Member> members = new HashMap<>();
    private final NavigableMap<Long, MessageState> messages = new TreeMap<>();
    private RoomKind kind = RoomKind.PRIVATE;
    private String name = "";
    private @Nullable String topic;

    static final class MessageState {
        final long sequence;
        final String by;
        final @Nullable Long replyTo;
        final Map<String, Set<String>> reactions = new TreeMap<>();
        String text;

        @Nullable
        Long editedSequence;

        boolean deleted;

        MessageState(long sequence, String by, String text, @Nullable Long replyTo) {
            this.sequence = sequence;
            this.by = by;
            this.text = text;
            this.replyTo = replyTo;
        }
    }

    RoomReplay(Findings.Log log) {
        this.log = log;
        for (Event event : log.events()) {
            bySequence.putIfAbsent(event.sequence(), event);
            apply(event);
        }
    }

    private void apply(Event event) {
        long sequence = event.sequence();
        switch (event.change()) {
            case Event.RoomCreated created -> {
                kind = created.kind();
                name = created.name();
                topic = created.topic();
            }
            case Event.RoomUpdated updated -> {
                name = updated.name() == null ? name : updated.name();
                topic = updated.topic() == null ? topic : updated.topic();
            }
            case Event.MemberJoined joined -> {
                String user = joined.user().id();
                stand(user, sequence, new Standing(true, false));
                members.put(user, new Findings.Member(user, joined.role(), sequence, 0));
            }
            case Event.MemberLeft left -> leave(left.user().id(), sequence, false);
            case Event.MemberRemoved removed -> leave(removed.user().id(), sequence, false);
            case Event.MemberBanned banned -> leave(banned.user().id(), sequence, true);
            case Event.MemberUnbanned unbanned -> stand(unbanned.user().id(), sequence, Standing.STRANGER);
            case Event.MemberRoleChanged changed -> {
                Role role = changed.role();
                members.computeIfPresent(
                        changed.user().id(), (id, member) -> new Findings.Member(id, role, member.joinedSequence(), 0));
            }
            case Event.MessagePosted posted ->
                messages.put(sequence, new MessageState(sequence, event.by().id(), posted.text(), posted.replyTo()));
            case Event.MessageEdited edited -> edit(edited, sequence);
            case Event.MessageDeleted deleted -> delete(deleted.message());
            case Event.ReactionAdded added ->
                react(added.message(), added.emoji(), event.by().id(), true);
            case Event.ReactionRemoved removed ->
                react(removed.message(), removed.emoji(), event.by().id(), false);
        }
    }

    private void stand(String user, long sequence, Standing standing) {
        standings.computeIfAbsent(user, _ -> new TreeMap<>()).put(sequence, standing);
    }

    private void leave(String user, long sequence, boolean banned) {
        stand(user, sequence, new Standing(false, banned));
        members.remove(user);
    }

    private void edit(Event.MessageEdited edited, long sequence) {
        MessageState message = messages.get(edited.message());
        if (message != null) {
            message.text = edited.text();
            message.editedSequence = sequence;
        }
    }

    private void delete(long sequence) {
        MessageState message = messages.get(sequence);
        if (message != null) {
            message.text = "";
            message.deleted = true;
        }
    }

    private void react(long sequence, String emoji, String user, boolean added) {
        MessageState message = messages.get(sequence);
        if (message == null) {
            return;
        }
        Set<String> users = message.reactions.computeIfAbsent(emoji, _ -> new HashSet<>());
        if (added) {
            users.add(user);
        } else {
            users.remove(user);
        }
    }

    Findings.Log log() {
        return log;
    }

    @Nullable
    Event event(long sequence) {
        return bySequence.get(sequence);
    }

    List<Event> events() {
        return log.events();
    }

    String name() {
        return name;
    }

    RoomKind kind() {
        return kind;
    }

    @Nullable
    String topic() {
        return topic;
    }

    Map<String, Findings.Member> members() {
        return members;
    }

    NavigableMap<Long, MessageState> messages() {
        return messages;
    }

    /** Whether the user may see the room when its log ends at this sequence. */
    boolean visible(String user, long sequence) {
        if (sequence < 1) {
            return false;
        }
        NavigableMap<Long, Standing> changes = standings.getOrDefault(user, new TreeMap<>());
        var latest = changes.floorEntry(sequence);
        Standing standing = latest == null ? Standing.STRANGER : latest.getValue();
        return standing.member() || (kind.open() && !standing.banned());
    }

    boolean visibleNow(String user) {
        return visible(user, log.head());
    }

    /** Sequences after this one at which it may have changed whether the user sees the room. */
    Set<Long> changesAfter(String user, long sequence) {
        Set<Long> changes = new HashSet<>(standings
                .getOrDefault(user, new TreeMap<>())
                .tailMap(sequence, false)
                .keySet());
        if (sequence < 1) {
            changes.add(1L);
        }
        return changes;
    }
}
