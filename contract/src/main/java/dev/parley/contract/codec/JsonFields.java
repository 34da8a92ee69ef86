package dev.parley.contract.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.contract.Person;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that more than one kind of value writes. What is null is left out. */
final class JsonFields {
    /** Always three digits: clients may sort and cut times as text. */
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private JsonFields() {}

    static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static void optional(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }

    static void strings(JsonGenerator json, String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    static void instant(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeStringField(name, MILLISECONDS.format(instant));
    }

    static void person(JsonGenerator json, String name, Person person) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("id", person.id());
        json.writeStringField("name", person.name());
        json.writeEndObject();
    }
}
