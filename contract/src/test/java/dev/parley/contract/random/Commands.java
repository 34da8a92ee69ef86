package dev.parley.contract.random;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random commands. */
public final class Commands {
    static final long MAX_SEQUENCE = (1L << 53) - 1;

    private static final List<RoomKind> CREATABLE = List.of(RoomKind.PUBLIC, RoomKind.PRIVATE, RoomKind.ANNOUNCEMENT);

    private Commands() {}

    /** One that a client may send. */
    public static Command fromClient(Random random) {
        String id = id(random);
        UUID room = Texts.room(random);
        return switch (random.nextInt(17)) {
            case 0 ->
                new Command.CreateRoom(
                        id,
                        Texts.visible(random, Limits.DEFAULT.nameCodePoints()),
                        CREATABLE.get(random.nextInt(CREATABLE.size())),
                        note(random),
                        users(random, 0, Limits.CREATE_ROOM_MEMBERS));
            case 1 -> new Command.OpenDirect(id, users(random, 1, Limits.DIRECT_OTHERS + 1));
            case 2 -> updateRoom(random, id, room);
            case 3 -> new Command.Join(id, room);
            case 4 -> new Command.Leave(id, room);
            case 5 -> new Command.AddMember(id, room, user(random));
            case 6 -> new Command.RemoveMember(id, room, user(random));
            case 7 -> new Command.SetRole(id, room, user(random), role(random));
            case 8 -> new Command.Ban(id, room, user(random), note(random));
            case 9 -> new Command.Unban(id, room, user(random));
            case 10 -> new Command.Post(id, room, text(random), random.nextBoolean() ? sequence(random, 1) : null);
            case 11 -> new Command.Edit(id, room, sequence(random, 1), text(random));
            case 12 -> new Command.Delete(id, room, sequence(random, 1));
            case 13 -> new Command.React(id, room, sequence(random, 1), emoji(random));
            case 14 -> new Command.Unreact(id, room, sequence(random, 1), emoji(random));
            default -> new Command.Read(id, room, sequence(random, 0));
        };
    }

    /** One that may stand in the topic of commands. */
    public static Command any(Random random) {
        return random.nextInt(20) == 0 ? new Command.SignIn(id(random)) : fromClient(random);
    }

    private static Command updateRoom(Random random, String id, UUID room) {
        String name = random.nextBoolean() ? Texts.visible(random, Limits.DEFAULT.nameCodePoints()) : null;
        String topic = name == null ? Texts.upTo(random, Limits.NOTE_CODE_POINTS) : note(random);
        return new Command.UpdateRoom(id, room, name, topic);
    }

    static String id(Random random) {
        return Texts.nonEmpty(random, Limits.COMMAND_ID_CODE_POINTS);
    }

    static String text(Random random) {
        return Texts.visible(random, Limits.DEFAULT.textCodePoints());
    }

    static String emoji(Random random) {
        return Texts.bytes(random, Limits.DEFAULT.emojiBytes());
    }

    static Role role(Random random) {
        return oneOf(random, Role.values());
    }

    static <E> E oneOf(Random random, E[] values) {
        return values[random.nextInt(values.length)];
    }

    static @Nullable String note(Random random) {
        return random.nextBoolean() ? Texts.upTo(random, Limits.NOTE_CODE_POINTS) : null;
    }

    static String user(Random random) {
        return Texts.characters(random, Person.ID_MAX_CHARACTERS);
    }

    static List<String> users(Random random, int min, int max) {
        // Long ids only in short lists: together they must fit in a frame.
        int count = random.nextInt(10) == 0 ? max : min + random.nextInt(Math.min(max, 10) - min + 1);
        int length = count > 10 ? 36 : Person.ID_MAX_CHARACTERS;
        return Stream.generate(() -> Texts.characters(random, length))
                .limit(count)
                .toList();
    }

    static long sequence(Random random, long min) {
        return switch (random.nextInt(5)) {
            case 0 -> min;
            case 1 -> MAX_SEQUENCE;
            case 2 -> Integer.MAX_VALUE + 1L;
            default -> min + random.nextInt(1_000_000);
        };
    }
}
