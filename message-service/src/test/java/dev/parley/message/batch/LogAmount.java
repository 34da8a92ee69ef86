package dev.parley.message.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Event;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.message.room.Message.Mark;
import dev.parley.message.sequencing.Needs.RoomMessage;
import dev.parley.message.sequencing.Needs.RoomUser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a reader of the logs makes of them, told independently of the service's own state. */
public final class LogAmount {
    private final Map<RoomUser, Role> members = new HashMap<>();
    private final Set<RoomUser> bans = new HashSet<>();
    private final Map<RoomMessage, String> texts = new HashMap<>();
    private final Map<RoomMessage, Set<Mark>> marks = new HashMap<>();

    private LogAmount() {}

    public static LogAmount of(MemoryStore store) {
        LogAmount amount = new LogAmount();
        store.log
                .values()
                .forEach(log -> log.values().forEach(logged -> amount.add(logged.room(), store.event(logged))));
        return amount;
    }

    private void add(UUID room, Event event) {
        switch (event.change()) {
            case Event.MemberJoined joined -> members.put(user(room, joined), joined.role());
            case Event.MemberRoleChanged changed -> members.put(user(room, changed), changed.role());
            case Event.MemberLeft left -> members.remove(user(room, left));
            case Event.MemberRemoved removed -> members.remove(user(room, removed));
            case Event.MemberBanned banned -> {
                members.remove(user(room, banned));
                bans.add(user(room, banned));
            }
            case Event.MemberUnbanned unbanned ->
                bans.remove(new RoomUser(room, unbanned.user().id()));
            case Event.MessagePosted posted -> texts.put(new RoomMessage(room, event.sequence()), posted.text());
            case Event.MessageEdited edited -> texts.put(new RoomMessage(room, edited.message()), edited.text());
            case Event.MessageDeleted deleted -> texts.put(new RoomMessage(room, deleted.message()), "");
            case Event.ReactionAdded added ->
                marks.computeIfAbsent(new RoomMessage(room, added.message()), _ -> new HashSet<>())
                        .add(new Mark(added.emoji(), event.by().id()));
            case Event.ReactionRemoved removed ->
                marks.computeIfAbsent(new RoomMessage(room, removed.message()), _ -> new HashSet<>())
                        .remove(new Mark(removed.emoji(), event.by().id()));
            case Event.RoomCreated _, Event.RoomUpdated _ -> {}
        }
    }

    public void assertIsWhatTheTablesHave(MemoryStore store) {
        Map<RoomUser, Role> stored = new HashMap<>();
        store.members.forEach((key, membership) -> stored.put(key, membership.role()));
        assertThat(stored).as("members").isEqualTo(members);
        assertThat(store.bans.keySet()).as("bans").isEqualTo(bans).noneMatch(members::containsKey);
        Map<RoomMessage, String> storedTexts = new HashMap<>();
        store.messages.forEach((key, message) -> storedTexts.put(key, message.text()));
        assertThat(storedTexts).as("texts").isEqualTo(texts);
        Map<RoomMessage, Set<Mark>> storedMarks = new HashMap<>(store.marks);
        storedMarks.values().removeIf(Set::isEmpty);
        marks.values().removeIf(Set::isEmpty);
        assertThat(storedMarks).as("reactions").isEqualTo(marks);
        store.rooms.forEach(this::assertCounts);
    }

    private void assertCounts(UUID id, MemoryStore.RoomRow room) {
        int people = 0;
        int owners = 0;
        for (Map.Entry<RoomUser, Role> member : members.entrySet()) {
            if (member.getKey().room().equals(id)) {
                people++;
                owners += member.getValue() == Role.OWNER ? 1 : 0;
            }
        }
        assertThat(room.members()).as("members of a room").isEqualTo(people);
        assertThat(room.owners()).as("owners of a room").isEqualTo(owners);
        if (room.kind() != RoomKind.DIRECT && people > 0) {
            assertThat(owners).as("a room with members has an owner").isPositive();
        }
    }

    private static RoomUser user(UUID room, Event.MembershipChange change) {
        return new RoomUser(room, change.user().id());
    }
}
