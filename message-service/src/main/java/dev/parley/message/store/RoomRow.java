package dev.parley.message.store;

import dev.parley.message.room.Room;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of {@code room}, for reading; rooms are written by the batch. */
@Entity
@Table(name = "room")
@Immutable
@NullUnmarked
public class RoomRow {
    @Id
    UUID id;

    String kind;
    String name;

    @Nullable
    String topic;

    String epoch;
    long sequence;

    int members;
    int owners;

    Room room() {
        return Room.stored(id, Labels.kind(kind), name, topic, epoch, sequence, members, owners);
    }
}
