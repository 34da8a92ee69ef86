package dev.parley.message.store;

import dev.parley.contract.Person;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code person}, for reading. */
@Entity
@Table(name = "person")
@Immutable
@NullUnmarked
public class PersonRow {
    @Id
    String id;

    String name;

    Person person() {
        return new Person(id, name);
    }
}
