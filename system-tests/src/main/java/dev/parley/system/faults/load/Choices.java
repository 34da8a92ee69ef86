package dev.parley.system.faults.load;

import dev.parley.contract.Command;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomIds;
import dev.parley.contract.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do next: mostly talk, sometimes everything else that the protocol has. */
final class Choices {
    private static final List<String> EMOJI = List.of("👍", "🎉", "❤️", "👀");
    private static final int MOST_ROOMS = 60;

    private final Directory directory;
    private final List<Client> clients;
    private final Random random;
    private long count;

    Choices(Directory directory, List<Client> clients, Random random) {
        this.directory = directory;
        this.clients = List.copyOf(clients);
        this.random = random;
    }

    private String id() {
        return "c" + ++count;
    }

    /** Null when nothing of the chosen kind makes sense now. */
    @Nullable
    Command next(Client client, Beliefs beliefs) {
        int dice = random.nextInt(100);
        if (dice < 62) {
            return post(beliefs);
        } else if (dice < 82) {
            return aboutMessage(dice, beliefs);
        } else if (dice < 87) {
            return read(client, beliefs);
        } else if (dice < 92) {
            return comeOrGo(client, beliefs);
        } else if (dice < 98) {
            return keep(client);
        }
        return newRoom(client);
    }

    private @Nullable Command post(Beliefs beliefs) {
        UUID room = beliefs.anyRoom(random);
        if (room == null) {
            return null;
        }
        Long replyTo = random.nextInt(10) == 0 ? beliefs.anyMessage(room, random) : null;
        String id = id();
        return new Command.Post(id, room, "message " + id + " 🙂", replyTo);
    }

    Command lastWord(UUID room) {
        String id = id();
        return new Command.Post(id, room, "last word " + id, null);
    }

    private @Nullable Command aboutMessage(int dice, Beliefs beliefs) {
        if (dice == 62) {
            Beliefs.Mark mark = beliefs.anyMark(random);
            return mark == null ? null : new Command.Unreact(id(), mark.room(), mark.message(), mark.emoji());
        }
        UUID room = beliefs.anyRoom(random);
        if (room == null) {
            return null;
        }
        if (dice < 72) {
            Long message = beliefs.anyMessage(room, random);
            String emoji = EMOJI.get(random.nextInt(EMOJI.size()));
            return message == null ? null : new Command.React(id(), room, message, emoji);
        }
        Long own = beliefs.anyOwnMessage(room, random);
        if (own == null) {
            return null;
        }
        String id = id();
        return dice < 79 ? new Command.Edit(id, room, own, "edited by " + id) : new Command.Delete(id, room, own);
    }

    private @Nullable Command read(Client client, Beliefs beliefs) {
        UUID room = beliefs.anyRoom(random);
        long seen = room == null ? 0 : client.seen(room);
        return room == null || seen == 0 ? null : new Command.Read(id(), room, 1 + random.nextLong(seen));
    }

    private @Nullable Command comeOrGo(Client client, Beliefs beliefs) {
        Directory.@Nullable Room room = Beliefs.any(directory.rooms(), random);
        if (room == null || room.keeper() == client) {
            return null;
        }
        if (beliefs.memberOf(room.id())) {
            return new Command.Leave(id(), room.id());
        }
        client.listen(room.id());
        return new Command.Join(id(), room.id());
    }

    /** What a room's keeper does to the others. */
    private @Nullable Command keep(Client client) {
        List<Directory.Room> kept = directory.rooms().stream()
                .filter(room -> room.keeper() == client && room.kind() != RoomKind.DIRECT)
                .toList();
        Directory.@Nullable Room room = Beliefs.any(kept, random);
        @Nullable Person other = someoneBut(client);
        if (room == null || other == null) {
            return null;
        }
        UUID id = room.id();
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Command.AddMember(id(), id, other.id());
            case 4 -> new Command.RemoveMember(id(), id, other.id());
            case 5, 6 -> new Command.Ban(id(), id, other.id(), "because");
            case 7, 8 -> new Command.Unban(id(), id, other.id());
            default ->
                random.nextBoolean()
                        ? new Command.SetRole(id(), id, other.id(), random.nextBoolean() ? Role.MODERATOR : Role.MEMBER)
                        : new Command.UpdateRoom(id(), id, null, "topic " + count);
        };
    }

    private @Nullable Person someoneBut(Client client) {
        Client someone = clients.get(random.nextInt(clients.size()));
        return someone == client ? null : someone.person();
    }

    private @Nullable Command newRoom(Client client) {
        Person self = client.person();
        if (self == null || directory.rooms().size() >= MOST_ROOMS) {
            return null;
        }
        List<String> others = others(self, 1 + random.nextInt(3));
        if (random.nextBoolean()) {
            List<String> everybody = new ArrayList<>(others);
            everybody.add(self.id());
            directory.add(new Directory.Room(RoomIds.direct(everybody), RoomKind.DIRECT, client));
            return new Command.OpenDirect(id(), others);
        }
        RoomKind kind = random.nextBoolean() ? RoomKind.PRIVATE : RoomKind.PUBLIC;
        return create(client, self, kind, others);
    }

    Command create(Client client, Person self, RoomKind kind, List<String> members) {
        String id = id();
        directory.add(new Directory.Room(RoomIds.created(self.id(), id), kind, client));
        return new Command.CreateRoom(id, "room " + id, kind, null, members);
    }

    List<String> others(Person self, int most) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            Person person = clients.get(random.nextInt(clients.size())).person();
            if (person != null && !person.id().equals(self.id()) && !chosen.contains(person.id())) {
                chosen.add(person.id());
            }
        }
        if (chosen.isEmpty()) {
            clients.stream()
                    .map(Client::person)
                    .filter(person -> person != null && !person.id().equals(self.id()))
                    .findFirst()
                    .ifPresent(person -> chosen.add(person.id()));
        }
        return chosen;
    }
}
