package dev.parley.history.people;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** Somebody who signed in at least once, under the name they had at the last time. */
@Entity
@Immutable
@Table(name = "person")
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
public class PersonRow {
    @Id
    public String id;

    public String name;

    @Column(name = "seen_at")
    public Instant seenAt;
}
