package dev.parley.history.rooms;

import dev.parley.history.people.PersonRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Somebody's place in a room. */
@Entity
@Immutable
@Table(name = "member")
@IdClass(MemberRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
public class MemberRow {
    @Id
    public UUID room;

    @Id
    @Column(name = "user_id")
    public String user;

    public String role;

    @Column(name = "joined_sequence")
    public long joinedSequence;

    @Column(name = "read_sequence")
    public long readSequence;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "user_id", insertable = false, updatable = false)
    public PersonRow person;

    public record Key(UUID room, String user) {}
}
