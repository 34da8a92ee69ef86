package dev.parley.history.messages;

import dev.parley.history.people.PersonRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.NotFound;
import org.hibernate.annotations.NotFoundAction;
import org.jspecify.annotations.Nullable;

/** A message as it stands now. */
@Entity
@Immutable
@Table(name = "message")
@IdClass(MessageRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
public class MessageRow {
    @Id
    public UUID room;

    @Id
    public long sequence;

    @Column(name = "by_id")
    public String author;

    public Instant at;
    public String text;

    @Column(name = "reply_to")
    public @Nullable Long replyTo;

    public String[] mentions;

    @Column(name = "edited_at")
    public @Nullable Instant editedAt;

    @Column(name = "edited_sequence")
    public @Nullable Long editedSequence;

    @Column(name = "deleted_at")
    public @Nullable Instant deletedAt;

    /** Eager, because an author without a row (there is no foreign key) could not be told from one not yet read. */
    @ManyToOne(fetch = FetchType.EAGER)
    @JoinColumn(name = "by_id", insertable = false, updatable = false)
    @NotFound(action = NotFoundAction.IGNORE)
    public @Nullable PersonRow person;

    public record Key(UUID room, long sequence) {}
}
