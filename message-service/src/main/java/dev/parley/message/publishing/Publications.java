package dev.parley.message.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Answer;
import dev.parley.contract.Headers;
import dev.parley.contract.Topics;
import dev.parley.contract.codec.Codec;
import dev.parley.message.sequencing.AcceptedCommand;
import dev.parley.message.sequencing.Decision;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.Outcome;
import dev.parley.message.sequencing.Submission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The records that tell of a decision. */
public final class Publications {
    private final Codec codec;

    public Publications(Codec codec) {
        this.codec = codec;
    }

    /**
     * The events, each room's in order and none twice, and behind them the replies. A repeat's events come again, and so
     * before what is new in their room.
     */
    public List<Publication> of(Decision decision) {
        SortedMap<Place, Publication> events = new TreeMap<>(Place.ORDER);
        List<Publication> replies = new ArrayList<>();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.Written written -> addEvents(written.submission(), written.events(), events);
                case Outcome.Noted noted -> addReply(noted.submission(), accepted(noted.accepted()), replies);
                case Outcome.Repeated repeated -> {
                    addEvents(repeated.submission(), repeated.events(), events);
                    addReply(repeated.submission(), accepted(repeated.accepted()), replies);
                }
                case Outcome.Refused refused -> addReply(refused.submission(), refused.answer(), replies);
                case Outcome.SignedIn _ -> {}
            }
        }
        List<Publication> all = new ArrayList<>(events.values());
        all.addAll(replies);
        return all;
    }

    /** The command itself, for whoever looks into what went wrong, and the answer to its sender. */
    public List<Publication> ofPutAside(Submission submission, Answer.Rejected answer) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(Headers.USER, Headers.value(submission.by().id()));
        headers.put(Headers.USER_NAME, Headers.value(submission.by().name()));
        headers.put(
                Headers.RECEIVED_AT,
                Headers.value(submission.origin().receivedAt().toEpochMilli()));
        headers.put(Headers.REASON, Headers.value(answer.message()));
        List<Publication> all = new ArrayList<>();
        all.add(new Publication(
                Topics.DEAD_LETTERS, submission.by().id(), codec.encode(submission.command()), headers));
        addReply(submission, answer, all);
        return all;
    }

    private static Answer accepted(AcceptedCommand command) {
        return Answer.Accepted.inRoom(command.key().id(), command.room(), command.epoch(), command.sequence());
    }

    private static void addEvents(
            Submission submission, List<LoggedEvent> events, SortedMap<Place, Publication> publications) {
        for (LoggedEvent event : events) {
            boolean last = event.sequence() == events.getLast().sequence();
            publications.putIfAbsent(new Place(event.room(), event.sequence()), publication(submission, event, last));
        }
    }

    private static Publication publication(Submission submission, LoggedEvent event, boolean last) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(Headers.SEQUENCE, Headers.value(event.sequence()));
        headers.put(Headers.TYPE, Headers.value(event.type()));
        headers.put(Headers.EPOCH, Headers.value(event.epoch()));
        headers.put(Headers.USER, Headers.value(submission.by().id()));
        headers.put(
                Headers.RECEIVED_AT,
                Headers.value(submission.origin().receivedAt().toEpochMilli()));
        String gateway = submission.origin().gateway();
        if (gateway != null) {
            headers.put(Headers.GATEWAY, Headers.value(gateway));
        }
        if (last) {
            headers.put(Headers.COMMAND, Headers.value(submission.command().id()));
        }
        String trace = submission.origin().trace();
        if (trace != null) {
            headers.put(Headers.TRACE, Headers.value(trace));
        }
        String affected = event.affected();
        if (affected != null) {
            headers.put(Headers.AFFECTED, Headers.value(affected));
        }
        return new Publication(
                Topics.EVENTS, event.room().toString(), event.body().getBytes(UTF_8), headers);
    }

    private void addReply(Submission submission, Answer answer, List<Publication> replies) {
        reply(submission.by().id(), submission.origin(), answer).ifPresent(replies::add);
    }

    /** The reply to whoever asked; none if nobody waits for it. */
    public Optional<Publication> reply(String user, Submission.Origin origin, Answer answer) {
        String gateway = origin.gateway();
        if (gateway == null) {
            return Optional.empty();
        }
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(Headers.GATEWAY, Headers.value(gateway));
        headers.put(Headers.USER, Headers.value(user));
        headers.put(Headers.COMMAND, Headers.value(answer.id()));
        headers.put(Headers.RECEIVED_AT, Headers.value(origin.receivedAt().toEpochMilli()));
        String sending = origin.sending();
        if (sending != null) {
            headers.put(Headers.SENDING, Headers.value(sending));
        }
        return Optional.of(new Publication(Topics.REPLIES, gateway, codec.encode(answer), headers));
    }

    private record Place(UUID room, long sequence) {
        static final Comparator<Place> ORDER = Comparator.comparing(Place::room).thenComparingLong(Place::sequence);
    }
}
