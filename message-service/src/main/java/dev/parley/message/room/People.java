package dev.parley.message.room;

import dev.parley.contract.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The people that a batch speaks of, by id and by name. Names are not unique; ids are. */
public final class People {
    private final Map<String, Person> byId = new HashMap<>();
    private final Map<String, List<Person>> byName = new HashMap<>();

    /** The form in which names are compared. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Adds somebody, or gives somebody a new name. */
    public void add(Person person) {
        Person before = byId.put(person.id(), person);
        if (person.equals(before)) {
            return;
        }
        if (before != null) {
            named(before.name()).remove(before);
        }
        byName.computeIfAbsent(folded(person.name()), _ -> new ArrayList<>()).add(person);
    }

    public Optional<Person> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Everybody of this name, whatever its case. */
    public List<Person> named(String name) {
        return byName.getOrDefault(folded(name), List.of());
    }
}
