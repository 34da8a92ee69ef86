package dev.parley.history.paging;

import dev.parley.contract.RoomIds;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** A place among the messages of many rooms, which are ordered by time, then by room, then by sequence. */
public record TimeCursor(Instant at, UUID room, long sequence) {
    private static final long YEAR_9999_MICROS = 253_402_300_799_000_000L;

    public static TimeCursor parse(String parameter, String cursor) {
        String[] parts = Cursors.read(parameter, cursor, 3);
        UUID room = RoomIds.parse(parts[1]).orElseThrow(() -> Cursors.notOurs(parameter));
        try {
            long micros = Long.parseLong(parts[0]);
            if (Math.abs(micros) > YEAR_9999_MICROS) {
                throw Cursors.notOurs(parameter);
            }
            return new TimeCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), room, Long.parseLong(parts[2]));
        } catch (NumberFormatException | DateTimeException notANumber) {
            throw Cursors.notOurs(parameter);
        }
    }

    @Override
    public String toString() {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        return Cursors.write(Long.toString(micros), room.toString(), Long.toString(sequence));
    }
}
