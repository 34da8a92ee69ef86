package dev.parley.contract.random;

import dev.parley.contract.Answer;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.contract.frame.Signal;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random frames in both directions, and the answers in them. */
public final class Frames {
    private Frames() {}

    public static ClientFrame fromClient(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> new ClientFrame.Subscribe(Commands.id(random), rooms(random));
            case 1 -> new ClientFrame.SubscribeMine(Commands.id(random));
            case 2 ->
                new ClientFrame.Unsubscribe(
                        Commands.id(random), list(random, Limits.DEFAULT.subscribeRooms(), Texts::room));
            case 3 -> new ClientFrame.Typing(Texts.room(random));
            case 4 -> new ClientFrame.Authenticate(Commands.id(random), Texts.upTo(random, 4_000));
            case 5 -> new ClientFrame.Ping();
            case 6 -> new ClientFrame.Pong();
            default -> new ClientFrame.Submit(Commands.fromClient(random));
        };
    }

    public static ServerFrame fromServer(Random random) {
        UUID room = Texts.room(random);
        return switch (random.nextInt(14)) {
            case 0 ->
                new ServerFrame.Welcome(
                        Texts.nonEmpty(random, 40),
                        Events.person(random),
                        Events.instant(random),
                        random.nextInt(1_000),
                        limits(random));
            case 1, 2 -> new ServerFrame.Answered(answer(random));
            case 3 ->
                new ServerFrame.Subscribed(
                        room,
                        epoch(random),
                        Commands.sequence(random, 0),
                        random.nextBoolean() ? Commands.role(random) : null,
                        Commands.users(random, 0, Limits.ONLINE_PEOPLE));
            case 4 -> new ServerFrame.CaughtUp(room, Commands.sequence(random, 0));
            case 5 ->
                new ServerFrame.Reset(
                        room,
                        epoch(random),
                        Commands.sequence(random, 0),
                        Commands.oneOf(random, ResetReason.values()));
            case 6, 7, 8 -> new ServerFrame.Events(room, epoch(random), list(random, 50, Events::any));
            case 9, 10 -> new ServerFrame.Signalled(signal(random));
            case 11 -> new ServerFrame.Ping();
            case 12 -> new ServerFrame.Pong();
            default -> new ServerFrame.Failure(Texts.upTo(random, 200));
        };
    }

    public static Answer answer(Random random) {
        String id = Commands.id(random);
        return switch (random.nextInt(6)) {
            case 0 -> Answer.Accepted.of(id);
            case 1 -> Answer.Accepted.until(id, Events.instant(random));
            case 2 -> Answer.Accepted.inRoom(id, Texts.room(random), epoch(random), Commands.sequence(random, 0));
            default ->
                new Answer.Rejected(
                        id,
                        Commands.oneOf(random, RejectionCode.values()),
                        Texts.upTo(random, 200),
                        random.nextBoolean() ? Texts.room(random) : null,
                        random.nextBoolean() ? random.nextInt(Integer.MAX_VALUE) : null);
        };
    }

    public static Signal signal(Random random) {
        UUID room = Texts.room(random);
        return switch (random.nextInt(3)) {
            case 0 -> new Signal.Typing(room, Events.person(random));
            case 1 -> new Signal.Receipt(room, Commands.user(random), Commands.sequence(random, 0));
            default -> new Signal.Presence(room, Commands.user(random), random.nextBoolean());
        };
    }

    public static String epoch(Random random) {
        return "%08x".formatted(random.nextInt());
    }

    /** Full cursors only in short lists: a thousand of them pass the limit of a frame. */
    private static List<Listening> rooms(Random random) {
        return random.nextInt(20) == 0
                ? Stream.generate(() -> new Listening(Texts.room(random), null, null))
                        .limit(Limits.DEFAULT.subscribeRooms())
                        .toList()
                : list(random, 500, Frames::listening);
    }

    private static Listening listening(Random random) {
        return new Listening(Texts.room(random), maybeEpoch(random), maybeSequence(random));
    }

    private static @Nullable String maybeEpoch(Random random) {
        return random.nextBoolean() ? epoch(random) : null;
    }

    private static @Nullable Long maybeSequence(Random random) {
        return random.nextBoolean() ? Commands.sequence(random, 0) : null;
    }

    private static Limits limits(Random random) {
        return new Limits(
                random.nextInt(Integer.MAX_VALUE),
                random.nextInt(100_000),
                random.nextInt(1_000),
                random.nextInt(100),
                random.nextInt(10_000),
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(1_000_000),
                random.nextInt(Integer.MAX_VALUE));
    }

    private static <T> List<T> list(Random random, int max, Function<Random, T> draw) {
        int count = random.nextInt(20) == 0 ? max : random.nextInt(4);
        return Stream.generate(() -> draw.apply(random)).limit(count).toList();
    }
}
