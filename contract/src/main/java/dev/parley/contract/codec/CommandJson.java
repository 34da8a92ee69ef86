package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands as JSON objects. */
final class CommandJson {
    private CommandJson() {}

    /** @return null if the type is none of a client's commands */
    static @Nullable Command read(String type, Fields fields, Limits limits) {
        return switch (type) {
            case "createRoom" -> createRoom(fields, limits);
            case "openDirect" -> openDirect(fields);
            case "updateRoom" -> updateRoom(fields, limits);
            case "join" -> new Command.Join(fields.commandId(), fields.room("room"));
            case "leave" -> new Command.Leave(fields.commandId(), fields.room("room"));
            case "addMember" -> new Command.AddMember(fields.commandId(), fields.room("room"), fields.userId("user"));
            case "removeMember" ->
                new Command.RemoveMember(fields.commandId(), fields.room("room"), fields.userId("user"));
            case "setRole" ->
                new Command.SetRole(fields.commandId(), fields.room("room"), fields.userId("user"), role(fields));
            case "ban" ->
                new Command.Ban(
                        fields.commandId(),
                        fields.room("room"),
                        fields.userId("user"),
                        fields.optionalText("reason", Limits.NOTE_CODE_POINTS));
            case "unban" -> new Command.Unban(fields.commandId(), fields.room("room"), fields.userId("user"));
            case "post" ->
                new Command.Post(
                        fields.commandId(),
                        fields.room("room"),
                        fields.visibleText("text", limits.textCodePoints()),
                        fields.optionalSequence("replyTo", 1));
            case "edit" ->
                new Command.Edit(
                        fields.commandId(),
                        fields.room("room"),
                        fields.sequence("sequence", 1),
                        fields.visibleText("text", limits.textCodePoints()));
            case "delete" ->
                new Command.Delete(fields.commandId(), fields.room("room"), fields.sequence("sequence", 1));
            case "react" ->
                new Command.React(
                        fields.commandId(),
                        fields.room("room"),
                        fields.sequence("sequence", 1),
                        fields.emoji(limits.emojiBytes()));
            case "unreact" ->
                new Command.Unreact(
                        fields.commandId(),
                        fields.room("room"),
                        fields.sequence("sequence", 1),
                        fields.emoji(limits.emojiBytes()));
            case "read" -> new Command.Read(fields.commandId(), fields.room("room"), fields.sequence("sequence", 0));
            default -> null;
        };
    }

    private static Command createRoom(Fields fields, Limits limits) {
        RoomKind kind = fields.label("kind", RoomKind.values(), RoomKind::label);
        if (kind == RoomKind.DIRECT) {
            throw Refused.invalid("a direct room is opened with 'openDirect'");
        }
        return new Command.CreateRoom(
                fields.commandId(),
                fields.visibleText("name", limits.nameCodePoints()),
                kind,
                fields.optionalText("topic", Limits.NOTE_CODE_POINTS),
                fields.has("members") ? fields.userIds("members", Limits.CREATE_ROOM_MEMBERS) : List.of());
    }

    private static Command openDirect(Fields fields) {
        // One more than the others: naming oneself is allowed.
        List<String> users = fields.userIds("users", Limits.DIRECT_OTHERS + 1);
        if (users.isEmpty()) {
            throw Refused.invalid("'users' must name somebody");
        }
        return new Command.OpenDirect(fields.commandId(), users);
    }

    private static Command updateRoom(Fields fields, Limits limits) {
        if (!fields.has("name") && !fields.has("topic")) {
            throw Refused.invalid("'name' or 'topic' is expected");
        }
        return new Command.UpdateRoom(
                fields.commandId(),
                fields.room("room"),
                fields.has("name") ? fields.visibleText("name", limits.nameCodePoints()) : null,
                fields.optionalText("topic", Limits.NOTE_CODE_POINTS));
    }

    private static Role role(Fields fields) {
        return fields.label("role", Role.values(), Role::label);
    }

    /** The object's fields behind {@code type} and {@code id}. */
    static void write(Command command, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", command.type());
        json.writeStringField("id", command.id());
        if (command instanceof Command.InRoom inRoom) {
            json.writeStringField("room", inRoom.room().toString());
        }
        switch (command) {
            case Command.CreateRoom create -> {
                json.writeStringField("name", create.name());
                json.writeStringField("kind", create.kind().label());
                JsonFields.optional(json, "topic", create.topic());
                JsonFields.strings(json, "members", create.members());
            }
            case Command.OpenDirect open -> JsonFields.strings(json, "users", open.users());
            case Command.UpdateRoom update -> {
                JsonFields.optional(json, "name", update.name());
                JsonFields.optional(json, "topic", update.topic());
            }
            case Command.AddMember add -> json.writeStringField("user", add.user());
            case Command.RemoveMember remove -> json.writeStringField("user", remove.user());
            case Command.SetRole set -> {
                json.writeStringField("user", set.user());
                json.writeStringField("role", set.role().label());
            }
            case Command.Ban ban -> {
                json.writeStringField("user", ban.user());
                JsonFields.optional(json, "reason", ban.reason());
            }
            case Command.Unban unban -> json.writeStringField("user", unban.user());
            case Command.Post post -> {
                json.writeStringField("text", post.text());
                JsonFields.optional(json, "replyTo", post.replyTo());
            }
            case Command.Edit edit -> {
                json.writeNumberField("sequence", edit.sequence());
                json.writeStringField("text", edit.text());
            }
            case Command.Delete delete -> json.writeNumberField("sequence", delete.sequence());
            case Command.React react -> {
                json.writeNumberField("sequence", react.sequence());
                json.writeStringField("emoji", react.emoji());
            }
            case Command.Unreact unreact -> {
                json.writeNumberField("sequence", unreact.sequence());
                json.writeStringField("emoji", unreact.emoji());
            }
            case Command.Read read -> json.writeNumberField("sequence", read.sequence());
            case Command.Join _, Command.Leave _, Command.SignIn _ -> {}
        }
        json.writeEndObject();
    }
}
