package dev.parley.gateway.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes and reads who listens to what at one gateway, in chunks that fit into a record. The chunks are numbered: one that
 * was lost on the way makes the snapshot incomplete, and nobody may take it for the whole.
 */
final class Snapshots {
    /** A quarter of what Kafka takes as one record unless it is told otherwise. */
    private static final int CHUNK_BYTES = 256 * 1024;
    /** {@code "<room>":[],} */
    private static final int ROOM_BYTES = 42;
    /** {@code "",} */
    private static final int USER_BYTES = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Snapshots() {}

    /** One record of a snapshot; a room whose people do not fit goes on in the next one. */
    record Chunk(int index, boolean last, Map<UUID, Set<String>> rooms) {}

    /** At least one chunk: nobody listens to anything is said too. */
    static List<byte[]> write(Map<UUID, Set<String>> rooms) {
        List<Map<UUID, Set<String>>> parts = split(rooms);
        List<byte[]> chunks = new ArrayList<>(parts.size());
        for (int index = 0; index < parts.size(); index++) {
            chunks.add(write(new Chunk(index, index == parts.size() - 1, parts.get(index))));
        }
        return chunks;
    }

    private static List<Map<UUID, Set<String>>> split(Map<UUID, Set<String>> rooms) {
        List<Map<UUID, Set<String>>> parts = new ArrayList<>();
        Map<UUID, Set<String>> part = new HashMap<>();
        parts.add(part);
        int bytes = 0;
        for (Map.Entry<UUID, Set<String>> room : rooms.entrySet()) {
            for (String user : room.getValue()) {
                int more = JsonStringEncoder.getInstance().quoteAsUTF8(user).length
                        + USER_BYTES
                        + (part.containsKey(room.getKey()) ? 0 : ROOM_BYTES);
                if (bytes + more > CHUNK_BYTES) {
                    part = new HashMap<>();
                    parts.add(part);
                    bytes = 0;
                }
                part.computeIfAbsent(room.getKey(), _ -> new HashSet<>()).add(user);
                bytes += more;
            }
        }
        return parts;
    }

    private static byte[] write(Chunk chunk) {
        try {
            return JSON.writeValueAsBytes(chunk);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("ids are strings", impossible);
        }
    }

    /** @throws IOException if it is no chunk of a snapshot */
    static Chunk read(byte[] value) throws IOException {
        Chunk chunk = JSON.readValue(value, Chunk.class);
        if (chunk == null || chunk.rooms() == null) {
            throw new IOException("not a chunk of a snapshot");
        }
        return chunk;
    }
}
