package dev.parley.system.faults.read;

import dev.parley.contract.Event;
import dev.parley.system.faults.history.Findings;
import dev.parley.system.faults.load.Client;
import dev.parley.system.faults.load.TokenBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Every room by everybody, and every room beside its log by one who may. */
public final class FinalRead {
    private static final int AT_ONCE = 8;

    private final HistoryReader reader;
    private final TokenBook tokens;

    public FinalRead(HistoryReader reader, TokenBook tokens) {
        this.reader = reader;
        this.tokens = tokens;
    }

    private record Question(Client client, UUID room) {}

    /** @throws dev.parley.local.LocalFailure if something is not answered */
    public Findings all(List<UUID> rooms, List<Client> clients) throws InterruptedException {
        Map<UUID, Findings.Log> logs = new HashMap<>();
        for (Optional<Findings.Log> log : each(rooms, reader::log)) {
            log.ifPresent(found -> logs.put(found.room(), found));
        }
        List<Question> questions = new ArrayList<>();
        rooms.forEach(room -> clients.forEach(client -> questions.add(new Question(client, room))));
        List<Findings.Read> reads = each(questions, question -> read(question, logs));
        Map<UUID, Client> members = new HashMap<>();
        for (Findings.Read read : reads) {
            if (read.status() == 200) {
                clients.stream()
                        .filter(client -> id(client).equals(read.user()))
                        .findFirst()
                        .ifPresent(client -> members.putIfAbsent(read.room(), client));
            }
        }
        List<Findings.Projection> projections = each(
                List.copyOf(members.entrySet()),
                entry -> reader.projection(tokens.of(entry.getValue().name()), entry.getKey()));
        return new Findings(logs, reads, projections);
    }

    /** Equal events become one object: fifty people's reads of a log are no fifty logs. */
    private Findings.Read read(Question question, Map<UUID, Findings.Log> logs) {
        Findings.Read read =
                reader.read(id(question.client()), tokens.of(question.client().name()), question.room());
        Findings.Log log = logs.get(question.room());
        List<Event> events = log != null && log.events().equals(read.events()) ? log.events() : read.events();
        return new Findings.Read(read.user(), read.room(), read.status(), read.head(), events);
    }

    private static String id(Client client) {
        var person = client.person();
        return person == null ? client.name() : person.id();
    }

    private static <A, B> List<B> each(List<A> questions, Function<A, B> ask) throws InterruptedException {
        try (var threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<B>> answers = new ArrayList<>();
            questions.forEach(question -> answers.add(threads.submit(() -> ask.apply(question))));
            List<B> all = new ArrayList<>();
            for (Future<B> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
