package dev.parley.system.faults.check;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.system.faults.history.Entry;
import dev.parley.system.faults.history.Findings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Spoils a history as a certain fault of the services would have: an event lost, a delivery repeated, a ban not heeded. A
 * checker that finds nothing proves something only if it would have found these.
 */
public final class Planted {
    private final List<Entry> entries;
    private final Findings findings;
    private final Evidence evidence;

    /** A history with one fault in it. */
    public record Spoiled(List<Entry> entries, Findings findings) {
        public Spoiled {
            entries = List.copyOf(entries);
        }
    }

    public Planted(List<Entry> entries, Findings findings) {
        this.entries = List.copyOf(entries);
        this.findings = findings;
        this.evidence = new Evidence(entries, findings);
    }

    /** The columns that stay as they were although a fault was planted for each. */
    public static List<Column> blind(List<Entry> entries, Findings findings, Verdict before) {
        Planted planted = new Planted(entries, findings);
        List<Column> blind = new ArrayList<>();
        for (Column column : Column.values()) {
            planted.of(column).ifPresent(spoiled -> {
                Verdict after = Checker.check(spoiled.entries(), spoiled.findings());
                if (after.count(column) <= before.count(column)) {
                    blind.add(column);
                }
            });
        }
        return blind;
    }

    /** Nothing if this history has no place for such a fault: no ban, nothing to overtake. */
    public Optional<Spoiled> of(Column column) {
        return switch (column) {
            case MISSING -> inLog(event -> acknowledged(event), Planted::othersCommand);
            case DOUBLED -> doubled();
            case CONTRADICTED -> contradicted();
            case HOLES -> hole();
            case REORDERED -> reordered();
            case OUT_OF_ORDER -> delivery(_ -> true, (all, at) -> all.add(at + 1, all.get(at)));
            case SKIPPED -> delivery(this::another, (all, at) -> all.remove(at));
            case BEHIND -> lastOfAnOpenConnection();
            case ALTERED -> delivery(_ -> true, (all, at) -> all.set(at, altered((Entry.Delivered) all.get(at))));
            case AFTER_END -> afterEnd();
            case UNSEEN ->
                read(
                        read -> read.status() == 404 && findings.logs().containsKey(read.room()),
                        read -> new Findings.Read(read.user(), read.room(), 200, 1, List.of()));
            case READS ->
                read(
                        read -> read.status() == 200 && !read.events().isEmpty(),
                        read -> new Findings.Read(
                                read.user(),
                                read.room(),
                                200,
                                read.head(),
                                read.events().subList(0, read.events().size() - 1)));
            case PROJECTION -> projection();
            case GARBLED -> Optional.of(with(all -> all.add(new Entry.Garbled(0, "user", 0, "planted"))));
        };
    }

    private interface Change {
        void apply(List<Entry> all);
    }

    private interface ChangeAt {
        void apply(List<Entry> all, int at);
    }

    private Spoiled with(Change change) {
        List<Entry> all = new ArrayList<>(entries);
        change.apply(all);
        return new Spoiled(all, findings);
    }

    private Spoiled with(Findings.Log log) {
        Map<UUID, Findings.Log> logs = new HashMap<>(findings.logs());
        logs.put(log.room(), log);
        return new Spoiled(entries, new Findings(logs, findings.reads(), findings.projections()));
    }

    private boolean acknowledged(Event event) {
        return event.change() instanceof Event.MessagePosted
                && evidence.trials.all().stream()
                        .anyMatch(trial -> trial.key.command().equals(event.command())
                                && trial.key.user().equals(event.by().id())
                                && trial.accepted().isPresent());
    }

    private Optional<Spoiled> inLog(Predicate<Event> which, java.util.function.UnaryOperator<Event> change) {
        for (Findings.Log log : findings.logs().values()) {
            for (int i = 0; i < log.events().size(); i++) {
                if (which.test(log.events().get(i))) {
                    List<Event> events = new ArrayList<>(log.events());
                    events.set(i, change.apply(events.get(i)));
                    return Optional.of(with(new Findings.Log(log.room(), log.epoch(), log.head(), events)));
                }
            }
        }
        return Optional.empty();
    }

    private static Event othersCommand(Event event) {
        return new Event(event.sequence(), event.at(), event.by(), "another", event.change());
    }

    private Optional<Spoiled> doubled() {
        for (Findings.Log log : findings.logs().values()) {
            for (Event event : log.events()) {
                if (event.change() instanceof Event.MessagePosted) {
                    List<Event> events = new ArrayList<>(log.events());
                    events.add(new Event(log.head() + 1, event.at(), event.by(), event.command(), event.change()));
                    return Optional.of(with(new Findings.Log(log.room(), log.epoch(), log.head() + 1, events)));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Spoiled> hole() {
        for (Findings.Log log : findings.logs().values()) {
            if (log.events().size() > 2) {
                List<Event> events = new ArrayList<>(log.events());
                events.remove(1);
                return Optional.of(with(new Findings.Log(log.room(), log.epoch(), log.head(), events)));
            }
        }
        return Optional.empty();
    }

    private Optional<Spoiled> contradicted() {
        for (Entry entry : entries) {
            if (entry instanceof Entry.Answered answered
                    && answered.answer() instanceof Answer.Accepted accepted
                    && accepted.room() != null
                    && accepted.epoch() != null
                    && accepted.sequence() != null) {
                Answer other = Answer.Accepted.inRoom(
                        accepted.id(), accepted.room(), accepted.epoch(), accepted.sequence() + 1);
                return Optional.of(with(all -> all.add(
                        new Entry.Answered(answered.atNanos(), answered.user(), answered.connection(), other))));
            }
        }
        return Optional.empty();
    }

    /** Two posts of one connection to one room, as if they had been sent the other way round. */
    private Optional<Spoiled> reordered() {
        Map<String, Entry.Sent> before = new HashMap<>();
        for (Trials.Trial trial : evidence.trials.all()) {
            Entry.Sent sent = trial.sendings.getFirst();
            if (!(sent.command() instanceof Command.Post post)
                    || trial.sendings.size() > 1
                    || trial.accepted().isEmpty()
                    || partitionsAddedBefore(trial.answers.getFirst().atNanos())) {
                continue;
            }
            Entry.Sent first = before.putIfAbsent(sent.connection() + "/" + post.room(), sent);
            if (first != null) {
                return Optional.of(with(all -> {
                    all.set(all.indexOf(first), at(first, sent.atNanos()));
                    all.set(all.indexOf(sent), at(sent, first.atNanos()));
                }));
            }
        }
        return Optional.empty();
    }

    private boolean partitionsAddedBefore(long atNanos) {
        return entries.stream().anyMatch(entry -> entry instanceof Entry.PartitionsAdded && entry.atNanos() <= atNanos);
    }

    private static Entry.Sent at(Entry.Sent sent, long atNanos) {
        return new Entry.Sent(atNanos, sent.user(), sent.connection(), sent.command());
    }

    private Optional<Spoiled> delivery(Predicate<Integer> which, ChangeAt change) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Entry.Delivered && which.test(i)) {
                int at = i;
                return Optional.of(with(all -> change.apply(all, at)));
            }
        }
        return Optional.empty();
    }

    private static boolean samePlace(Entry entry, Entry.Delivered delivered) {
        return entry instanceof Entry.Delivered other
                && other.connection() == delivered.connection()
                && other.room().equals(delivered.room());
    }

    /** Whether something follows in the same connection and room, without a new subscription in between. */
    private boolean another(int at) {
        Entry.Delivered delivered = (Entry.Delivered) entries.get(at);
        for (Entry entry : entries.subList(at + 1, entries.size())) {
            if (samePlace(entry, delivered)) {
                return true;
            }
            if (entry instanceof Entry.Subscribed again && again.connection() == delivered.connection()) {
                return false;
            }
        }
        return false;
    }

    private Optional<Spoiled> lastOfAnOpenConnection() {
        Set<Integer> ended = new HashSet<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Ended end) {
                ended.add(end.connection());
            }
        }
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i) instanceof Entry.Delivered delivered
                    && !ended.contains(delivered.connection())
                    && isHead(delivered)) {
                int at = i;
                return Optional.of(with(all -> all.remove(at)));
            }
        }
        return Optional.empty();
    }

    private boolean isHead(Entry.Delivered delivered) {
        Findings.Log log = findings.logs().get(delivered.room());
        return log != null
                && log.head() == delivered.event().sequence()
                && !(delivered.event().change() instanceof Event.MembershipChange);
    }

    private static Entry.Delivered altered(Entry.Delivered delivered) {
        return new Entry.Delivered(
                delivered.atNanos(),
                delivered.user(),
                delivered.connection(),
                delivered.room(),
                delivered.epoch(),
                othersCommand(delivered.event()));
    }

    /** The event after the one that removed the listener, at once. */
    private Optional<Spoiled> afterEnd() {
        for (int i = 0; i < entries.size(); i++) {
            if (!(entries.get(i) instanceof Entry.Delivered delivered)
                    || !(delivered.event().change() instanceof Event.MembershipChange change)
                    || change.listens()
                    || !change.user().id().equals(delivered.user())) {
                continue;
            }
            RoomReplay room = evidence.room(delivered.room());
            Event next = room == null ? null : room.event(delivered.event().sequence() + 1);
            boolean comesBack = room == null
                    || evidence.mayHaveSeen(
                            room, delivered.user(), delivered.event().sequence(), delivered.atNanos());
            if (next != null && !comesBack) {
                int at = i;
                return Optional.of(with(all -> all.add(
                        at + 1,
                        new Entry.Delivered(
                                delivered.atNanos(),
                                delivered.user(),
                                delivered.connection(),
                                delivered.room(),
                                delivered.epoch(),
                                next))));
            }
        }
        return Optional.empty();
    }

    private Optional<Spoiled> read(
            Predicate<Findings.Read> which, java.util.function.UnaryOperator<Findings.Read> change) {
        List<Findings.Read> reads = new ArrayList<>(findings.reads());
        for (int i = 0; i < reads.size(); i++) {
            if (which.test(reads.get(i))) {
                reads.set(i, change.apply(reads.get(i)));
                return Optional.of(new Spoiled(entries, new Findings(findings.logs(), reads, findings.projections())));
            }
        }
        return Optional.empty();
    }

    private Optional<Spoiled> projection() {
        List<Findings.Projection> all = new ArrayList<>(findings.projections());
        for (int i = 0; i < all.size(); i++) {
            Findings.Projection projection = all.get(i);
            if (!projection.members().isEmpty()) {
                all.set(
                        i,
                        new Findings.Projection(
                                projection.room(),
                                projection.name(),
                                projection.kind(),
                                projection.topic(),
                                projection.sequence(),
                                projection
                                        .members()
                                        .subList(1, projection.members().size()),
                                projection.messages()));
                return Optional.of(new Spoiled(entries, new Findings(findings.logs(), findings.reads(), all)));
            }
        }
        return Optional.empty();
    }
}
