package dev.parley.message.store;

import dev.parley.contract.Person;
import dev.parley.message.sequencing.Decision;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whose row in {@code person} is known to be right, so that it is not written again with every message.
 *
 * <p>A hint, not a truth: it is filled after a commit and emptied after any failure, and whoever is not in it is written.
 */
@ApplicationScoped
public class RecentPeople {
    private static final int MOST_PEOPLE = 50_000;
    /** How exact {@code seen_at} is. */
    private static final Duration SEEN_AGAIN_AFTER = Duration.ofMinutes(10);

    private record Seen(String name, Instant at) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > MOST_PEOPLE;
        }
    };

    /** The senders whose row has to be written, by id. */
    synchronized List<Person> unseen(Decision decision) {
        Instant latest = decision.at().minus(SEEN_AGAIN_AFTER);
        return decision.senders().stream()
                .filter(person -> {
                    Seen before = seen.get(person.id());
                    return before == null
                            || !before.name().equals(person.name())
                            || before.at().isBefore(latest);
                })
                .sorted(Comparator.comparing(Person::id))
                .toList();
    }

    synchronized void committed(Decision decision) {
        for (Person person : unseen(decision)) {
            seen.put(person.id(), new Seen(person.name(), decision.at()));
        }
    }

    synchronized void forget() {
        seen.clear();
    }
}
