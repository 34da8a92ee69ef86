package dev.parley.bench.scenario;

import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import dev.parley.bench.target.ParleySystem;
import dev.parley.local.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/**
 * Whether reading stays as quick as rooms grow: the same questions to rooms of different ages, in turn. The rooms are
 * filled by SQL as message-service would have filled them.
 */
public final class HistoryReads {
    /** Behind the two events with which each room begins. */
    private static final String SOURCE = """
            with source as (
              select n + 2 as sequence, now() - (?::bigint - n) * interval '1 millisecond' as at,
                'w' || n % 10 || ' m' || n % 1000 || ' n' || n || ' and what else people say in a day' as text
              from generate_series(?::bigint, ?::bigint) n)
            """;

    private static final int QUESTIONS_PER_ROUND = 20;
    private static final int ROWS_PER_STATEMENT = 200_000;

    private final ParleySystem system;
    private final Progress progress;
    private final int rounds;

    public HistoryReads(ParleySystem system, Progress progress, int rounds) {
        this.system = system;
        this.progress = progress;
        this.rounds = rounds;
    }

    private record Room(String id, long events) {
        Map<String, String> questions() {
            Map<String, String> paths = new LinkedHashMap<>();
            String messages = "/api/rooms/" + id + "/messages?limit=50";
            paths.put("firstPage", messages);
            paths.put("middlePage", messages + "&before=" + events / 2);
            paths.put("middleOfLog", "/api/rooms/" + id + "/events?limit=100&after=" + events / 2);
            paths.put("searchCommonWord", "/api/search?limit=20&room=" + id + "&q=w7");
            paths.put("searchMiddlingWord", "/api/search?limit=20&room=" + id + "&q=m7");
            paths.put("searchRareWord", "/api/search?limit=20&room=" + id + "&q=n" + events / 2);
            paths.put("searchAbsentWord", "/api/search?limit=20&room=" + id + "&q=nowhere");
            // In all rooms of somebody who is in this one only, while the database holds the others, too.
            paths.put("searchCommonWordEverywhere", "/api/search?limit=20&q=w7");
            paths.put("searchMiddlingWordEverywhere", "/api/search?limit=20&q=m7");
            paths.put("searchRareWordEverywhere", "/api/search?limit=20&q=n" + events / 2);
            return paths;
        }

        /** The only member. */
        String reader() {
            return reader(events);
        }

        static String reader(long events) {
            return "reader-" + events;
        }
    }

    /** @param sizes how many messages each room has */
    public void run(List<Long> sizes, Results results) {
        List<Room> rooms = fill(sizes);
        Map<Room, Map<String, Histogram>> times = new LinkedHashMap<>();
        Map<Room, Duration> cpu = new LinkedHashMap<>();
        // The first round warms everything up.
        for (int round = 0; round <= rounds; round++) {
            for (Room room : rooms) {
                Duration before = servers();
                ask(room, round == 0 ? new LinkedHashMap<>() : times.computeIfAbsent(room, _ -> new LinkedHashMap<>()));
                if (round > 0) {
                    cpu.merge(room, servers().minus(before), Duration::plus);
                }
            }
        }
        Map<String, Histogram> first = times.getOrDefault(rooms.getFirst(), Map.of());
        times.forEach((room, questions) -> {
            Result result = Result.of("history", "parley").with("messages", room.events());
            questions.forEach((question, histogram) -> {
                double millis = histogram.getValueAtPercentile(50) / 1e6;
                double ofFirst = first.getOrDefault(question, histogram).getValueAtPercentile(50) / 1e6;
                result.with(question + "P50Millis", millis).with(question + "TimesSmallest", millis / ofFirst);
            });
            int asked = rounds * QUESTIONS_PER_ROUND * questions.size();
            results.add(result.with(
                    "serversMicrosPerRequest",
                    cpu.getOrDefault(room, Duration.ZERO).toNanos() / 1e3 / asked));
        });
    }

    private void ask(Room room, Map<String, Histogram> times) {
        room.questions().forEach((question, path) -> {
            Histogram histogram = times.computeIfAbsent(question, _ -> new Histogram(3));
            for (int i = 0; i < QUESTIONS_PER_ROUND; i++) {
                long from = System.nanoTime();
                system.read(room.reader(), path);
                histogram.recordValue(System.nanoTime() - from);
            }
        });
    }

    private Duration servers() {
        return system.meters().entrySet().stream()
                .filter(meter -> meter.getKey().equals("history-service")
                        || meter.getKey().equals("postgresql"))
                .map(meter -> meter.getValue().cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private List<Room> fill(List<Long> sizes) {
        List<Room> rooms = new ArrayList<>();
        for (long size : sizes) {
            rooms.add(new Room(system.createRoom(Room.reader(size), "history-" + size, "private", List.of()), size));
        }
        try (Connection database = system.database()) {
            // Built once over all rows instead of row by row; the same index in the end.
            List<String> definitions = dropIndexes(database);
            for (Room room : rooms) {
                long from = System.nanoTime();
                atOnce(other -> fillMessages(other, room), other -> fillEvents(other, room));
                progress.say("a room of %,d messages is filled (%.1f s)"
                        .formatted(room.events(), (System.nanoTime() - from) / 1e9));
            }
            long from = System.nanoTime();
            execute(database, "set maintenance_work_mem = '1GB'");
            for (String definition : definitions) {
                execute(database, definition);
            }
            atOnce(
                    other -> execute(other, "vacuum (analyze) event"),
                    other -> execute(other, "vacuum (analyze) message"));
            progress.say("the indexes are built (%.1f s)".formatted((System.nanoTime() - from) / 1e9));
        } catch (SQLException e) {
            throw new IllegalStateException("the rooms could not be filled", e);
        }
        return rooms;
    }

    private interface Work {
        void on(Connection database) throws SQLException;
    }

    /** Two tables on two cores. */
    private void atOnce(Work one, Work other) {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> alone(one)), CompletableFuture.runAsync(() -> alone(other)))
                .join();
    }

    private void alone(Work work) {
        try (Connection database = system.database()) {
            // A machine that loses its power meanwhile begins anew.
            execute(database, "set synchronous_commit = off");
            work.on(database);
        } catch (SQLException e) {
            throw new IllegalStateException("the rooms could not be filled", e);
        }
    }

    private static List<String> dropIndexes(Connection database) throws SQLException {
        List<String> names = List.of("message_by_words", "message_by_time");
        List<String> definitions = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            for (String name : names) {
                try (ResultSet row =
                        statement.executeQuery("select indexdef from pg_indexes where indexname = '" + name + "'")) {
                    row.next();
                    definitions.add(row.getString(1));
                }
            }
        }
        for (String name : names) {
            execute(database, "drop index " + name);
        }
        return definitions;
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void fillMessages(Connection database, Room room) throws SQLException {
        insert(database, room, SOURCE + """
                insert into message (room, sequence, by_id, at, text, mentions)
                select ?::uuid, sequence, 'reader', at, text, '{}' from source""");
    }

    private static void fillEvents(Connection database, Room room) throws SQLException {
        insert(database, room, SOURCE + """
                insert into event (room, sequence, type, at, by_id, command_id, body)
                select ?::uuid, sequence, 'message.posted', at, 'reader', 'h' || sequence,
                  '{"sequence":' || sequence || ',"type":"message.posted","at":"'
                  || to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                  || '","by":{"id":"reader","name":"reader"},"command":"h' || sequence || '","text":"' || text
                  || '","mentions":[]}' from source""");
        try (PreparedStatement head = database.prepareStatement("update room set sequence = ? where id = ?::uuid")) {
            head.setLong(1, room.events() + 2);
            head.setString(2, room.id());
            head.executeUpdate();
        }
    }

    private static void insert(Connection database, Room room, String sql) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (long first = 1; first <= room.events(); first += ROWS_PER_STATEMENT) {
                statement.setLong(1, room.events());
                statement.setLong(2, first);
                statement.setLong(3, Math.min(room.events(), first + ROWS_PER_STATEMENT - 1));
                statement.setString(4, room.id());
                statement.executeUpdate();
            }
        }
    }
}
