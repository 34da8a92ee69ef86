package dev.parley.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.contract.Headers;
import dev.parley.message.publishing.Publication;
import dev.parley.message.sequencing.LoggedEvent;
import dev.parley.message.sequencing.Submission;
import java.util.ArrayList;
import java.util.List;

/** What happened in a history, a line each. */
final class Trace {
    private final List<String> lines = new ArrayList<>();

    void add(long atMillis, String what) {
        lines.add("%8.3f  %s".formatted(atMillis / 1000.0, what));
    }

    static String of(List<Submission> batch) {
        StringBuilder text = new StringBuilder();
        for (Submission one : batch) {
            text.append(one.by().id())
                    .append("'s ")
                    .append(one.command().type())
                    .append(' ')
                    .append(one.command().id())
                    .append(" @")
                    .append(one.position().offset())
                    .append("  ");
        }
        return text.toString();
    }

    static String of(Publication record) {
        String command = header(record, Headers.COMMAND);
        return header(record, Headers.SEQUENCE).isEmpty()
                ? "reply to " + header(record, Headers.USER) + "'s " + command + ": "
                        + new String(record.value(), UTF_8)
                : "event " + room(record.key()) + ' ' + header(record, Headers.SEQUENCE) + ' '
                        + header(record, Headers.TYPE) + (command.isEmpty() ? "" : ", answers " + command);
    }

    static String of(LoggedEvent event) {
        return room(event.room().toString()) + ' ' + event.sequence() + ' ' + event.type() + ' ' + event.body();
    }

    /** The beginning of a room's id says which. */
    static String room(Object room) {
        return room.toString().substring(0, 8);
    }

    private static String header(Publication record, String name) {
        byte[] value = record.headers().get(name);
        return value == null ? "" : Headers.text(value);
    }

    List<String> lines() {
        return lines;
    }
}
