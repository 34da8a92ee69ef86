package dev.parley.system.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Signal;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/** One connection to one gateway, as a client holds it. */
public final class ParleyClient implements AutoCloseable {
    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    private final WebSocket socket;
    private final Transcript transcript;
    private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);

    ParleyClient(WebSocket socket, Recorder recorder) {
        this.socket = socket;
        this.transcript = recorder.transcript();
    }

    public Transcript transcript() {
        return transcript;
    }

    /** The subprotocol that the server chose. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public ServerFrame.Welcome welcome() {
        return first(ServerFrame.Welcome.class, _ -> true, "a welcome");
    }

    // Sending. Frames leave in the order of the calls, whichever thread makes them.

    public void send(ClientFrame frame) {
        if (frame instanceof ClientFrame.Submit(Command command)) {
            SaidTexts.note(command);
        }
        sendText(new String(CODEC.encode(frame), UTF_8));
    }

    public synchronized void sendText(String text) {
        sent = sent.thenCompose(_ -> socket.sendText(text, true));
    }

    public synchronized void sendBinary(byte[] bytes) {
        sent = sent.thenCompose(_ -> socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    // Commands.

    /** Sends and does not wait. */
    public void submit(Command command) {
        send(new ClientFrame.Submit(command));
    }

    /** Sends and waits for the answer to this sending, also when the id was used before. */
    public Answer answer(Command command) {
        int before = transcript.answers(command.id()).size();
        submit(command);
        return awaitAnswer(command.id(), before);
    }

    public Answer awaitAnswer(String id) {
        return awaitAnswer(id, 0);
    }

    private Answer awaitAnswer(String id, int before) {
        return await(
                "the answer to " + id,
                seen -> seen.answers(id).stream().skip(before).findFirst());
    }

    public Answer.Accepted accepted(Command command) {
        return accepted(answer(command));
    }

    public Answer.Accepted awaitAccepted(Command command) {
        return accepted(awaitAnswer(command.id()));
    }

    private static Answer.Accepted accepted(Answer answer) {
        return switch (answer) {
            case Answer.Accepted accepted -> accepted;
            case Answer.Rejected rejected -> throw new AssertionError("expected accepted, but " + rejected);
        };
    }

    public Answer.Rejected rejected(Command command, RejectionCode code) {
        return switch (answer(command)) {
            case Answer.Rejected rejected when rejected.code() == code -> rejected;
            case Answer other -> throw new AssertionError("expected " + code.label() + ", but " + other);
        };
    }

    /** Makes a room with these members beside its maker. */
    public UUID createRoom(String name, RoomKind kind, String... members) {
        return roomOf(accepted(Say.createRoom(name, kind, members)));
    }

    public UUID openDirect(String... users) {
        return roomOf(accepted(Say.openDirect(users)));
    }

    /** Posts and returns the message's sequence. */
    public long post(UUID room, String text) {
        return sequenceOf(accepted(Say.post(room, text)));
    }

    public static UUID roomOf(Answer.Accepted accepted) {
        UUID room = accepted.room();
        if (room == null) {
            throw new AssertionError("no room in " + accepted);
        }
        return room;
    }

    public static long sequenceOf(Answer.Accepted accepted) {
        Long sequence = accepted.sequence();
        if (sequence == null) {
            throw new AssertionError("no sequence in " + accepted);
        }
        return sequence;
    }

    // Listening.

    /** Listens from the head. */
    public ServerFrame.Subscribed subscribe(UUID room) {
        return subscribe(new Listening(room, null, null));
    }

    /** Resumes after this sequence of this epoch. */
    public ServerFrame.Subscribed subscribe(UUID room, String epoch, long after) {
        return subscribe(new Listening(room, epoch, after));
    }

    private ServerFrame.Subscribed subscribe(Listening listening) {
        int before = subscriptions(transcript, listening.room()).size();
        sendSubscribe(List.of(listening));
        return await(
                "subscribed to " + listening.room(),
                seen -> subscriptions(seen, listening.room()).stream()
                        .skip(before)
                        .findFirst());
    }

    /** Sends a subscription and waits for its final answer. */
    public Answer subscribeAll(List<Listening> rooms) {
        return awaitAnswer(sendSubscribe(rooms));
    }

    private String sendSubscribe(List<Listening> rooms) {
        String id = Say.freshId();
        rooms.forEach(listening -> transcript.resuming(listening.room(), listening.after()));
        send(new ClientFrame.Subscribe(id, rooms));
        return id;
    }

    /** The refusal of a subscription to one room. */
    public Answer.Rejected subscribeRefused(UUID room) {
        String id = sendSubscribe(List.of(new Listening(room, null, null)));
        return await(
                "a refusal of room " + room,
                seen -> seen.answers(id).stream()
                        .filter(Answer.Rejected.class::isInstance)
                        .map(Answer.Rejected.class::cast)
                        .findFirst());
    }

    public Answer subscribeMine() {
        String id = Say.freshId();
        send(new ClientFrame.SubscribeMine(id));
        return awaitAnswer(id);
    }

    public Answer unsubscribe(UUID... rooms) {
        String id = Say.freshId();
        send(new ClientFrame.Unsubscribe(id, List.of(rooms)));
        return awaitAnswer(id);
    }

    private static List<ServerFrame.Subscribed> subscriptions(Transcript seen, UUID room) {
        return seen.of(ServerFrame.Subscribed.class).stream()
                .filter(subscribed -> subscribed.room().equals(room))
                .toList();
    }

    // Waiting.

    public <T> T await(String what, Function<Transcript, Optional<T>> look) {
        return transcript.await(what, Patience.USUAL, look);
    }

    /** The first frame of a kind that fits, past or to come. */
    public <F extends ServerFrame> F first(Class<F> type, Predicate<F> fits, String what) {
        return await(what, seen -> seen.of(type).stream().filter(fits).findFirst());
    }

    /** Waits until the event with this sequence came; returns all of the room so far. */
    public List<Event> eventsUpTo(UUID room, long sequence) {
        return eventsUpTo(room, sequence, Patience.USUAL);
    }

    public List<Event> eventsUpTo(UUID room, long sequence, Duration patience) {
        return transcript.await("event " + sequence + " of room " + room, patience, seen -> {
            List<Event> events = seen.events(room);
            boolean there = !events.isEmpty() && events.getLast().sequence() >= sequence;
            return there ? Optional.of(events) : Optional.empty();
        });
    }

    public Event event(UUID room, long sequence) {
        return eventsUpTo(room, sequence).stream()
                .filter(event -> event.sequence() == sequence)
                .findFirst()
                .orElseThrow(() -> new AssertionError("later events came, but not " + sequence));
    }

    /** The first event of a kind, past or to come. */
    public <C extends Event.Change> C change(UUID room, Class<C> type) {
        return await(
                "a " + type.getSimpleName() + " in room " + room,
                seen -> seen.events(room).stream()
                        .map(Event::change)
                        .filter(type::isInstance)
                        .map(type::cast)
                        .findFirst());
    }

    public <S extends Signal> S signal(Class<S> type, Predicate<S> fits) {
        return await(
                "a signal " + type.getSimpleName(),
                seen -> signals(seen, type).stream().filter(fits).findFirst());
    }

    public static <S extends Signal> List<S> signals(Transcript seen, Class<S> type) {
        return seen.of(ServerFrame.Signalled.class).stream()
                .map(ServerFrame.Signalled::signal)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Waits until all that the server had for this connection before now has arrived: a ping's pong stands behind it. */
    public void settle() {
        int before = transcript.of(ServerFrame.Pong.class).size();
        send(new ClientFrame.Ping());
        await(
                "a pong",
                seen -> seen.of(ServerFrame.Pong.class).stream().skip(before).findFirst());
    }

    public int awaitClose() {
        return awaitClose(Patience.USUAL);
    }

    public int awaitClose(Duration patience) {
        return transcript.await("the close", patience, seen -> {
            var code = seen.closeCode();
            return code.isPresent() ? Optional.of(code.getAsInt()) : Optional.empty();
        });
    }

    public boolean isOpen() {
        return transcript.closeCode().isEmpty();
    }

    /** Leaves without a word, as a client does whose network is gone. */
    public void vanish() {
        socket.abort();
        transcript.closed(Recorder.ABNORMAL_CLOSURE);
    }

    @Override
    public void close() {
        if (isOpen()) {
            vanish();
        }
    }
}
