package dev.parley.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Ids of rooms that do not exist yet.
 *
 * <p>They are derived, not drawn: a retried {@code createRoom} reaches the same Kafka partition and the same row, and a
 * set of people has one direct room whoever opens it. The derivation hashes the user's id, so nobody can claim a room
 * that is another's to make.
 */
public final class RoomIds {
    private static final int UUID_TEXT_LENGTH = 36;

    private RoomIds() {}

    /** The room that this user's {@code createRoom} with this command id makes. */
    public static UUID created(String user, String command) {
        return derive("created", user, command);
    }

    /** The direct room of exactly these people, in whatever order they are named. */
    public static UUID direct(Collection<String> users) {
        return derive("direct", new TreeSet<>(users).toArray(String[]::new));
    }

    /** Reads a room id; only the canonical lower-case form is one. */
    public static Optional<UUID> parse(String text) {
        if (text.length() != UUID_TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            UUID room = UUID.fromString(text);
            return room.toString().equals(text) ? Optional.of(room) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static UUID derive(String purpose, String... parts) {
        MessageDigest digest = sha256();
        digest.update(purpose.getBytes(UTF_8));
        for (String part : parts) {
            byte[] bytes = part.getBytes(UTF_8);
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
