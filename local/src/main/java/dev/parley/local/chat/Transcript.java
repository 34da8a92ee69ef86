package dev.parley.local.chat;

import dev.parley.contract.Event;
import java.util.Optional;

/** Events as lines for people. */
final class Transcript {
    private Transcript() {}

    static Optional<String> line(Event event) {
        var by = event.by().name();
        var line = switch (event.change()) {
            case Event.MessagePosted posted -> raw(event.sequence(), by, posted.text(), posted.redacted());
            case Event.MessageEdited edited ->
                edited.redacted() ? null : "* " + by + " edited " + edited.message() + ": " + edited.text();
            case Event.MessageDeleted deleted -> "* " + by + " deleted " + deleted.message();
            case Event.RoomCreated created -> "* " + by + " created the room " + created.name();
            case Event.RoomUpdated updated -> "* " + by + " changed the room" + named(updated);
            case Event.MemberJoined joined -> "* " + joined.user().name() + " joined";
            case Event.MemberLeft left -> "* " + left.user().name() + " left";
            case Event.MemberRemoved removed ->
                "* " + by + " removed " + removed.user().name();
            case Event.MemberRoleChanged changed ->
                "* " + by + " made " + changed.user().name() + " "
                        + changed.role().label();
            case Event.MemberBanned banned ->
                "* " + by + " banned " + banned.user().name();
            case Event.MemberUnbanned unbanned ->
                "* " + by + " lifted the ban of " + unbanned.user().name();
            case Event.ReactionAdded added -> "* " + by + " reacted to " + added.message() + " with " + added.emoji();
            case Event.ReactionRemoved _ -> null;
        };
        return Optional.ofNullable(line).map(Transcript::printable);
    }

    private static String named(Event.RoomUpdated updated) {
        var name = updated.name();
        return name == null ? "" : ": " + name;
    }

    static String message(long sequence, String name, String text, boolean gone) {
        return printable(raw(sequence, name, text, gone));
    }

    private static String raw(long sequence, String name, String text, boolean gone) {
        return sequence + " " + name + ": " + (gone ? "(deleted)" : text);
    }

    /** A terminal obeys control characters; what people wrote must not reach it as orders. Lines go on indented. */
    private static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> {
            if (codePoint == '\n') {
                safe.append("\n    ");
            } else if (codePoint == '\t' || !Character.isISOControl(codePoint)) {
                safe.appendCodePoint(codePoint);
            } else {
                safe.append('\uFFFD');
            }
        });
        return safe.toString();
    }
}
