package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Event;
import dev.parley.contract.Event.Change;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.io.IOException;
import java.util.List;

/** Events as JSON objects. */
final class EventJson {
    private EventJson() {}

    static Event read(Fields fields) {
        return new Event(
                fields.sequence("sequence", 1),
                fields.instant("at"),
                fields.person("by"),
                fields.text("command"),
                change(fields));
    }

    private static Change change(Fields fields) {
        return switch (fields.text("type")) {
            case "room.created" ->
                new Event.RoomCreated(
                        fields.text("name"),
                        fields.label("kind", RoomKind.values(), RoomKind::label),
                        fields.optionalText("topic"));
            case "room.updated" -> new Event.RoomUpdated(fields.optionalText("name"), fields.optionalText("topic"));
            case "member.joined" -> new Event.MemberJoined(fields.person("user"), role(fields));
            case "member.left" -> new Event.MemberLeft(fields.person("user"));
            case "member.removed" -> new Event.MemberRemoved(fields.person("user"));
            case "member.roleChanged" -> new Event.MemberRoleChanged(fields.person("user"), role(fields));
            case "member.banned" -> new Event.MemberBanned(fields.person("user"), fields.optionalText("reason"));
            case "member.unbanned" -> new Event.MemberUnbanned(fields.person("user"));
            case "message.posted" ->
                new Event.MessagePosted(
                        fields.text("text"),
                        fields.optionalSequence("replyTo", 1),
                        mentions(fields),
                        fields.optionalFlag("redacted"));
            case "message.edited" ->
                new Event.MessageEdited(
                        message(fields), fields.text("text"), mentions(fields), fields.optionalFlag("redacted"));
            case "message.deleted" -> new Event.MessageDeleted(message(fields));
            case "reaction.added" -> new Event.ReactionAdded(message(fields), fields.text("emoji"));
            case "reaction.removed" -> new Event.ReactionRemoved(message(fields), fields.text("emoji"));
            default -> throw Refused.invalid("'type' is none of an event");
        };
    }

    private static Role role(Fields fields) {
        return fields.label("role", Role.values(), Role::label);
    }

    private static long message(Fields fields) {
        return fields.sequence("message", 1);
    }

    private static List<String> mentions(Fields fields) {
        return fields.userIds("mentions", Limits.MENTIONS);
    }

    static void write(Event event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("sequence", event.sequence());
        json.writeStringField("type", event.change().type());
        JsonFields.instant(json, "at", event.at());
        JsonFields.person(json, "by", event.by());
        json.writeStringField("command", event.command());
        change(event.change(), json);
        json.writeEndObject();
    }

    private static void change(Change change, JsonGenerator json) throws IOException {
        switch (change) {
            case Event.RoomCreated created -> {
                json.writeStringField("name", created.name());
                json.writeStringField("kind", created.kind().label());
                JsonFields.optional(json, "topic", created.topic());
            }
            case Event.RoomUpdated updated -> {
                JsonFields.optional(json, "name", updated.name());
                JsonFields.optional(json, "topic", updated.topic());
            }
            case Event.MemberJoined joined -> {
                JsonFields.person(json, "user", joined.user());
                json.writeStringField("role", joined.role().label());
            }
            case Event.MemberRoleChanged changed -> {
                JsonFields.person(json, "user", changed.user());
                json.writeStringField("role", changed.role().label());
            }
            case Event.MemberLeft left -> JsonFields.person(json, "user", left.user());
            case Event.MemberRemoved removed -> JsonFields.person(json, "user", removed.user());
            case Event.MemberBanned banned -> {
                JsonFields.person(json, "user", banned.user());
                JsonFields.optional(json, "reason", banned.reason());
            }
            case Event.MemberUnbanned unbanned -> JsonFields.person(json, "user", unbanned.user());
            case Event.MessagePosted posted -> {
                json.writeStringField("text", posted.text());
                JsonFields.optional(json, "replyTo", posted.replyTo());
                JsonFields.strings(json, "mentions", posted.mentions());
                redacted(posted.redacted(), json);
            }
            case Event.MessageEdited edited -> {
                json.writeNumberField("message", edited.message());
                json.writeStringField("text", edited.text());
                JsonFields.strings(json, "mentions", edited.mentions());
                redacted(edited.redacted(), json);
            }
            case Event.MessageDeleted deleted -> json.writeNumberField("message", deleted.message());
            case Event.ReactionAdded added -> {
                json.writeNumberField("message", added.message());
                json.writeStringField("emoji", added.emoji());
            }
            case Event.ReactionRemoved removed -> {
                json.writeNumberField("message", removed.message());
                json.writeStringField("emoji", removed.emoji());
            }
        }
    }

    private static void redacted(boolean redacted, JsonGenerator json) throws IOException {
        if (redacted) {
            json.writeBooleanField("redacted", true);
        }
    }
}
