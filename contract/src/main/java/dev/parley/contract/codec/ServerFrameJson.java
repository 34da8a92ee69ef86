package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.Role;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.ServerFrame.ResetReason;
import dev.parley.contract.frame.Signal;
import java.io.IOException;

/** Frames from the server as JSON objects; clients in Java read them with this too. */
final class ServerFrameJson {
    private ServerFrameJson() {}

    static ServerFrame read(Fields fields) {
        return switch (fields.text("type")) {
            case "welcome" ->
                new ServerFrame.Welcome(
                        fields.text("connection"),
                        fields.person("user"),
                        fields.instant("expires"),
                        fields.count("heartbeat"),
                        limits(fields.object("limits")));
            case "accepted" -> new ServerFrame.Answered(AnswerJson.accepted(fields));
            case "rejected" -> new ServerFrame.Answered(AnswerJson.rejected(fields));
            case "subscribed" ->
                new ServerFrame.Subscribed(
                        fields.room("room"),
                        fields.text("epoch"),
                        fields.sequence("sequence", 0),
                        fields.has("role") ? fields.label("role", Role.values(), Role::label) : null,
                        fields.userIds("online", Limits.ONLINE_PEOPLE));
            case "caughtUp" -> new ServerFrame.CaughtUp(fields.room("room"), fields.sequence("sequence", 0));
            case "reset" ->
                new ServerFrame.Reset(
                        fields.room("room"),
                        fields.text("epoch"),
                        fields.sequence("sequence", 0),
                        fields.label("reason", ResetReason.values(), ResetReason::label));
            case "events" ->
                new ServerFrame.Events(
                        fields.room("room"),
                        fields.text("epoch"),
                        fields.objects("events", Integer.MAX_VALUE, EventJson::read));
            case "signal" -> new ServerFrame.Signalled(signal(fields));
            case "ping" -> new ServerFrame.Ping();
            case "pong" -> new ServerFrame.Pong();
            case "error" -> new ServerFrame.Failure(fields.text("message"));
            default -> throw Refused.invalid("'type' is none of a server's frame");
        };
    }

    private static Limits limits(Fields fields) {
        return new Limits(
                fields.count("frameBytes"),
                fields.count("textCodePoints"),
                fields.count("nameCodePoints"),
                fields.count("emojiBytes"),
                fields.count("subscribeRooms"),
                fields.count("userConnections"),
                fields.count("commandsPerSecond"),
                fields.count("commandBurst"),
                fields.count("resumeEvents"),
                fields.count("outboundBytes"));
    }

    private static Signal signal(Fields fields) {
        return switch (fields.text("kind")) {
            case "typing" -> new Signal.Typing(fields.room("room"), fields.person("user"));
            case "receipt" ->
                new Signal.Receipt(fields.room("room"), fields.userId("user"), fields.sequence("sequence", 0));
            case "presence" -> new Signal.Presence(fields.room("room"), fields.userId("user"), fields.flag("online"));
            default -> throw Refused.invalid("'kind' is none of a signal");
        };
    }

    static void write(ServerFrame frame, JsonGenerator json) throws IOException {
        if (frame instanceof ServerFrame.Answered answered) {
            AnswerJson.write(answered.answer(), json);
            return;
        }
        json.writeStartObject();
        switch (frame) {
            case ServerFrame.Answered _ -> throw new AssertionError("written above");
            case ServerFrame.Welcome welcome -> welcome(welcome, json);
            case ServerFrame.Subscribed subscribed -> subscribed(subscribed, json);
            case ServerFrame.CaughtUp caughtUp -> {
                json.writeStringField("type", "caughtUp");
                json.writeStringField("room", caughtUp.room().toString());
                json.writeNumberField("sequence", caughtUp.sequence());
            }
            case ServerFrame.Reset reset -> {
                json.writeStringField("type", "reset");
                json.writeStringField("room", reset.room().toString());
                json.writeStringField("epoch", reset.epoch());
                json.writeNumberField("sequence", reset.sequence());
                json.writeStringField("reason", reset.reason().label());
            }
            case ServerFrame.Events events -> {
                json.writeStringField("type", "events");
                json.writeStringField("room", events.room().toString());
                json.writeStringField("epoch", events.epoch());
                json.writeArrayFieldStart("events");
                for (Event event : events.events()) {
                    EventJson.write(event, json);
                }
                json.writeEndArray();
            }
            case ServerFrame.Signalled signalled -> signal(signalled.signal(), json);
            case ServerFrame.Ping _ -> json.writeStringField("type", "ping");
            case ServerFrame.Pong _ -> json.writeStringField("type", "pong");
            case ServerFrame.Failure failure -> {
                json.writeStringField("type", "error");
                json.writeStringField("message", failure.message());
            }
        }
        json.writeEndObject();
    }

    private static void welcome(ServerFrame.Welcome welcome, JsonGenerator json) throws IOException {
        json.writeStringField("type", "welcome");
        json.writeStringField("connection", welcome.connection());
        JsonFields.person(json, "user", welcome.user());
        JsonFields.instant(json, "expires", welcome.expires());
        json.writeNumberField("heartbeat", welcome.heartbeatSeconds());
        Limits limits = welcome.limits();
        json.writeObjectFieldStart("limits");
        json.writeNumberField("frameBytes", limits.frameBytes());
        json.writeNumberField("textCodePoints", limits.textCodePoints());
        json.writeNumberField("nameCodePoints", limits.nameCodePoints());
        json.writeNumberField("emojiBytes", limits.emojiBytes());
        json.writeNumberField("subscribeRooms", limits.subscribeRooms());
        json.writeNumberField("userConnections", limits.userConnections());
        json.writeNumberField("commandsPerSecond", limits.commandsPerSecond());
        json.writeNumberField("commandBurst", limits.commandBurst());
        json.writeNumberField("resumeEvents", limits.resumeEvents());
        json.writeNumberField("outboundBytes", limits.outboundBytes());
        json.writeEndObject();
    }

    private static void subscribed(ServerFrame.Subscribed subscribed, JsonGenerator json) throws IOException {
        json.writeStringField("type", "subscribed");
        json.writeStringField("room", subscribed.room().toString());
        json.writeStringField("epoch", subscribed.epoch());
        json.writeNumberField("sequence", subscribed.sequence());
        Role role = subscribed.role();
        if (role != null) {
            json.writeStringField("role", role.label());
        }
        JsonFields.strings(json, "online", subscribed.online());
    }

    private static void signal(Signal signal, JsonGenerator json) throws IOException {
        json.writeStringField("type", "signal");
        json.writeStringField("room", signal.room().toString());
        switch (signal) {
            case Signal.Typing typing -> {
                json.writeStringField("kind", "typing");
                JsonFields.person(json, "user", typing.user());
            }
            case Signal.Receipt receipt -> {
                json.writeStringField("kind", "receipt");
                json.writeStringField("user", receipt.user());
                json.writeNumberField("sequence", receipt.sequence());
            }
            case Signal.Presence presence -> {
                json.writeStringField("kind", "presence");
                json.writeStringField("user", presence.user());
                json.writeBooleanField("online", presence.online());
            }
        }
    }
}
