package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ClientFrame.Listening;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Frames from the client as JSON objects. */
final class ClientFrameJson {
    private static final String MINE = "mine";

    private ClientFrameJson() {}

    static ClientFrame read(Fields fields, Limits limits) {
        String type = fields.text("type");
        return switch (type) {
            case "subscribe" -> subscribe(fields, limits);
            case "unsubscribe" ->
                new ClientFrame.Unsubscribe(fields.commandId(), fields.rooms("rooms", limits.subscribeRooms()));
            case "typing" -> new ClientFrame.Typing(fields.room("room"));
            case "authenticate" -> new ClientFrame.Authenticate(fields.commandId(), fields.text("token"));
            case "ping" -> new ClientFrame.Ping();
            case "pong" -> new ClientFrame.Pong();
            default -> submit(type, fields, limits);
        };
    }

    private static ClientFrame submit(String type, Fields fields, Limits limits) {
        Command command = CommandJson.read(type, fields, limits);
        if (command == null) {
            throw Refused.invalid("'type' is unknown");
        }
        return new ClientFrame.Submit(command);
    }

    private static ClientFrame subscribe(Fields fields, Limits limits) {
        String id = fields.commandId();
        if (fields.isText("rooms")) {
            if (!fields.text("rooms").equals(MINE)) {
                throw Refused.invalid("'rooms' must be a list or \"mine\"");
            }
            return new ClientFrame.SubscribeMine(id);
        }
        return new ClientFrame.Subscribe(
                id, fields.objects("rooms", limits.subscribeRooms(), ClientFrameJson::listening));
    }

    private static Listening listening(Fields fields) {
        return new Listening(fields.room("room"), fields.optionalText("epoch"), fields.optionalSequence("after", 0));
    }

    static void write(ClientFrame frame, JsonGenerator json) throws IOException {
        switch (frame) {
            case ClientFrame.Submit submit -> CommandJson.write(submit.command(), json);
            case ClientFrame.Subscribe subscribe -> {
                start("subscribe", json);
                json.writeStringField("id", subscribe.id());
                json.writeArrayFieldStart("rooms");
                for (Listening listening : subscribe.rooms()) {
                    write(listening, json);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            case ClientFrame.SubscribeMine mine -> {
                start("subscribe", json);
                json.writeStringField("id", mine.id());
                json.writeStringField("rooms", MINE);
                json.writeEndObject();
            }
            case ClientFrame.Unsubscribe unsubscribe -> {
                start("unsubscribe", json);
                json.writeStringField("id", unsubscribe.id());
                List<String> rooms =
                        unsubscribe.rooms().stream().map(UUID::toString).toList();
                JsonFields.strings(json, "rooms", rooms);
                json.writeEndObject();
            }
            case ClientFrame.Typing typing -> {
                start("typing", json);
                json.writeStringField("room", typing.room().toString());
                json.writeEndObject();
            }
            case ClientFrame.Authenticate authenticate -> {
                start("authenticate", json);
                json.writeStringField("id", authenticate.id());
                json.writeStringField("token", authenticate.token());
                json.writeEndObject();
            }
            case ClientFrame.Ping _ -> empty("ping", json);
            case ClientFrame.Pong _ -> empty("pong", json);
        }
    }

    private static void write(Listening listening, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("room", listening.room().toString());
        JsonFields.optional(json, "epoch", listening.epoch());
        JsonFields.optional(json, "after", listening.after());
        json.writeEndObject();
    }

    private static void start(String type, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
    }

    private static void empty(String type, JsonGenerator json) throws IOException {
        start(type, json);
        json.writeEndObject();
    }
}
