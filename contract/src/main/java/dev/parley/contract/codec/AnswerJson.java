package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Answer;
import dev.parley.contract.RejectionCode;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers as JSON objects. */
final class AnswerJson {
    private AnswerJson() {}

    static Answer.Accepted accepted(Fields fields) {
        return new Answer.Accepted(
                fields.commandId(),
                fields.optionalRoom("room"),
                fields.optionalText("epoch"),
                fields.optionalSequence("sequence", 0),
                fields.optionalInstant("expires"));
    }

    static Answer.Rejected rejected(Fields fields) {
        return new Answer.Rejected(
                fields.commandId(),
                fields.label("code", RejectionCode.values(), RejectionCode::label),
                fields.text("message"),
                fields.optionalRoom("room"),
                fields.optionalCount("retryAfter"));
    }

    static void write(Answer answer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        switch (answer) {
            case Answer.Accepted accepted -> {
                json.writeStringField("type", "accepted");
                json.writeStringField("id", accepted.id());
                room(json, accepted.room());
                JsonFields.optional(json, "epoch", accepted.epoch());
                JsonFields.optional(json, "sequence", accepted.sequence());
                Instant expires = accepted.expires();
                if (expires != null) {
                    JsonFields.instant(json, "expires", expires);
                }
            }
            case Answer.Rejected rejected -> {
                json.writeStringField("type", "rejected");
                json.writeStringField("id", rejected.id());
                json.writeStringField("code", rejected.code().label());
                json.writeStringField("message", rejected.message());
                room(json, rejected.room());
                Integer retryAfter = rejected.retryAfterSeconds();
                if (retryAfter != null) {
                    json.writeNumberField("retryAfter", retryAfter);
                }
            }
        }
        json.writeEndObject();
    }

    private static void room(JsonGenerator json, @Nullable UUID room) throws IOException {
        if (room != null) {
            json.writeStringField("room", room.toString());
        }
    }
}
