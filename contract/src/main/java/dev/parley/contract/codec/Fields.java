package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One JSON object's fields, each read as what it must be or {@link Refused}. Fields that nobody asks for are ignored. */
final class Fields {
    /** The largest integer that every JSON reader holds exactly. */
    static final long MAX_SEQUENCE = (1L << 53) - 1;

    private final JsonNode object;

    Fields(JsonNode object) {
        if (!object.isObject()) {
            throw Refused.invalid("a JSON object is expected");
        }
        this.object = object;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    boolean isText(String name) {
        return object.path(name).isTextual();
    }

    /** Text without a limit of its own; the frame's bounds it. */
    String text(String name) {
        JsonNode field = object.path(name);
        if (!field.isTextual()) {
            throw Refused.invalid("'" + name + "' must be a string");
        }
        return clean(name, field.textValue());
    }

    String text(String name, int maxCodePoints) {
        String text = text(name);
        if (text.codePointCount(0, text.length()) > maxCodePoints) {
            throw Refused.tooLarge("'" + name + "' may have at most " + maxCodePoints + " characters");
        }
        return text;
    }

    /** Text of which at least one character is visible. */
    String visibleText(String name, int maxCodePoints) {
        String text = text(name, maxCodePoints);
        if (text.isBlank()) {
            throw Refused.invalid("'" + name + "' must not be blank");
        }
        return text;
    }

    @Nullable
    String optionalText(String name, int maxCodePoints) {
        return has(name) ? text(name, maxCodePoints) : null;
    }

    @Nullable
    String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    String commandId() {
        return nonEmpty("id", text("id", Limits.COMMAND_ID_CODE_POINTS));
    }

    String userId(String name) {
        return checkUserId(name, text(name));
    }

    String emoji(int maxBytes) {
        String emoji = visibleText("emoji", maxBytes);
        if (emoji.getBytes(UTF_8).length > maxBytes) {
            throw Refused.tooLarge("'emoji' may have at most " + maxBytes + " bytes");
        }
        return emoji;
    }

    UUID room(String name) {
        return roomId(name, text(name));
    }

    @Nullable
    UUID optionalRoom(String name) {
        return has(name) ? room(name) : null;
    }

    long sequence(String name, long min) {
        JsonNode field = object.path(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw Refused.invalid("'" + name + "' must be a whole number");
        }
        long value = field.longValue();
        if (value < min || value > MAX_SEQUENCE) {
            throw Refused.invalid("'" + name + "' must be between " + min + " and " + MAX_SEQUENCE);
        }
        return value;
    }

    @Nullable
    Long optionalSequence(String name, long min) {
        return has(name) ? sequence(name, min) : null;
    }

    int count(String name) {
        return (int) Math.min(Integer.MAX_VALUE, sequence(name, 0));
    }

    @Nullable
    Integer optionalCount(String name) {
        return has(name) ? count(name) : null;
    }

    boolean flag(String name) {
        JsonNode field = object.path(name);
        if (!field.isBoolean()) {
            throw Refused.invalid("'" + name + "' must be true or false");
        }
        return field.booleanValue();
    }

    /** False where the field is missing. */
    boolean optionalFlag(String name) {
        return has(name) && flag(name);
    }

    Instant instant(String name) {
        try {
            // No finer than it is written: what was read is written back equal.
            return Instant.parse(text(name)).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException notATime) {
            throw Refused.invalid("'" + name + "' must be a time such as 2026-11-22T18:00:00.123Z");
        }
    }

    @Nullable
    Instant optionalInstant(String name) {
        return has(name) ? instant(name) : null;
    }

    Fields object(String name) {
        return new Fields(object.path(name));
    }

    Person person(String name) {
        Fields person = object(name);
        return new Person(person.userId("id"), person.text("name"));
    }

    /** One of the labels that an enumeration gives to its values. */
    <E> E label(String name, E[] values, Function<E, String> label) {
        String text = text(name);
        for (E value : values) {
            if (label.apply(value).equals(text)) {
                return value;
            }
        }
        throw Refused.invalid("'" + name + "' has an unknown value");
    }

    List<String> userIds(String name, int max) {
        return list(name, max, (element, label) -> {
            if (!element.isTextual()) {
                throw Refused.invalid("'" + label + "' must hold strings");
            }
            return checkUserId(label, clean(label, element.textValue()));
        });
    }

    List<UUID> rooms(String name, int max) {
        return list(name, max, (element, label) -> roomId(label, element.asText()));
    }

    <T> List<T> objects(String name, int max, Function<Fields, T> read) {
        return list(name, max, (element, label) -> read.apply(new Fields(element)));
    }

    private <T> List<T> list(String name, int max, BiFunction<JsonNode, String, T> read) {
        JsonNode array = object.path(name);
        if (!array.isArray()) {
            throw Refused.invalid("'" + name + "' must be a list");
        }
        if (array.size() > max) {
            throw Refused.tooLarge("'" + name + "' may have at most " + max + " entries");
        }
        List<T> values = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            values.add(read.apply(element, name));
        }
        return values;
    }

    private static UUID roomId(String name, String text) {
        return RoomIds.parse(text).orElseThrow(() -> Refused.invalid("'" + name + "' must be a room's id"));
    }

    private static String checkUserId(String name, String user) {
        if (user.length() > Person.ID_MAX_CHARACTERS) {
            throw Refused.invalid("'" + name + "' must be a user's id");
        }
        return nonEmpty(name, user);
    }

    private static String nonEmpty(String name, String text) {
        if (text.isEmpty()) {
            throw Refused.invalid("'" + name + "' must not be empty");
        }
        return text;
    }

    /** PostgreSQL cannot store U+0000, and a lone surrogate has no UTF-8: neither would come back as it was sent. */
    private static String clean(String name, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw Refused.invalid("'" + name + "' must not contain U+0000");
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw Refused.invalid("'" + name + "' must not contain half a character (a lone surrogate)");
                }
                i++;
            }
        }
        return text;
    }
}
