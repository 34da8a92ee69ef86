package dev.parley.contract.random;

import dev.parley.contract.Event;
import dev.parley.contract.Event.Change;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RoomKind;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Random events. */
public final class Events {
    private Events() {}

    public static Event any(Random random) {
        return new Event(
                Commands.sequence(random, 1), instant(random), person(random), Commands.id(random), change(random));
    }

    public static Change change(Random random) {
        return switch (random.nextInt(13)) {
            case 0 ->
                new Event.RoomCreated(
                        Texts.visible(random, Limits.DEFAULT.nameCodePoints()),
                        Commands.oneOf(random, RoomKind.values()),
                        Commands.note(random));
            case 1 -> new Event.RoomUpdated(Commands.note(random), Commands.note(random));
            case 2 -> new Event.MemberJoined(person(random), Commands.role(random));
            case 3 -> new Event.MemberLeft(person(random));
            case 4 -> new Event.MemberRemoved(person(random));
            case 5 -> new Event.MemberRoleChanged(person(random), Commands.role(random));
            case 6 -> new Event.MemberBanned(person(random), Commands.note(random));
            case 7 -> new Event.MemberUnbanned(person(random));
            case 8 -> posted(random);
            case 9 -> edited(random);
            case 10 -> new Event.MessageDeleted(Commands.sequence(random, 1));
            case 11 -> new Event.ReactionAdded(Commands.sequence(random, 1), Commands.emoji(random));
            default -> new Event.ReactionRemoved(Commands.sequence(random, 1), Commands.emoji(random));
        };
    }

    private static Change posted(Random random) {
        Long replyTo = random.nextBoolean() ? Commands.sequence(random, 1) : null;
        return random.nextInt(4) == 0
                ? new Event.MessagePosted("", replyTo, List.of(), true)
                : new Event.MessagePosted(
                        Commands.text(random), replyTo, Commands.users(random, 0, Limits.MENTIONS), false);
    }

    private static Change edited(Random random) {
        long message = Commands.sequence(random, 1);
        return random.nextInt(4) == 0
                ? new Event.MessageEdited(message, "", List.of(), true)
                : new Event.MessageEdited(
                        message, Commands.text(random), Commands.users(random, 0, Limits.MENTIONS), false);
    }

    public static Person person(Random random) {
        return new Person(Commands.user(random), Texts.upTo(random, Person.ID_MAX_CHARACTERS));
    }

    /** To the millisecond, from 1970 to 2100, with the round ones. */
    static Instant instant(Random random) {
        long milliseconds = random.nextLong(4_102_444_800_000L);
        return Instant.ofEpochMilli(random.nextInt(4) == 0 ? milliseconds / 60_000 * 60_000 : milliseconds);
    }
}
