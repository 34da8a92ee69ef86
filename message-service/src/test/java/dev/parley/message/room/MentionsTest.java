package dev.parley.message.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MentionsTest {
    private final People people = new People();

    private java.util.List<String> mentions(String text) {
        return Mentions.resolve(text, people, user -> !user.startsWith("stranger"));
    }

    private void known(String id, String name) {
        people.add(new Person(id, name));
    }

    @Test
    void a_name_is_found_in_any_case_and_each_person_once() {
        known("1", "Ann");
        assertThat(mentions("@ann and @ANN, hello")).containsExactly("1");
    }

    @Test
    void punctuation_at_the_end_belongs_to_the_sentence_unless_it_belongs_to_the_name() {
        known("1", "j.doe");
        known("2", "smith.");
        assertThat(mentions("ask @j.doe. or @smith.")).containsExactly("1", "2");
    }

    @Test
    void the_longest_reading_wins() {
        known("1", "bob");
        known("2", "bob-");
        assertThat(mentions("@bob- hi")).containsExactly("2");
    }

    @Test
    void a_part_of_a_name_is_nobody() {
        known("1", "bob");
        assertThat(mentions("@bobby @bob.smith")).isEmpty();
    }

    @Test
    void an_address_mentions_nobody() {
        known("1", "example.org");
        assertThat(mentions("write to me@example.org")).isEmpty();
    }

    @Test
    void who_is_not_a_member_is_not_mentioned_and_a_shorter_reading_may_be() {
        known("stranger-1", "bob.");
        known("2", "bob");
        assertThat(mentions("@bob.")).containsExactly("2");
    }

    @Test
    void members_of_the_same_name_are_all_mentioned() {
        known("1", "Ann");
        known("2", "ann");
        assertThat(mentions("@Ann")).containsExactly("1", "2");
    }

    @Test
    void names_of_any_script_and_beyond_the_basic_plane_are_names() {
        known("1", "Ömer");
        known("2", "𐐷im");
        assertThat(mentions("@ömer @𐐷im")).containsExactly("1", "2");
    }

    @Test
    void at_most_fifty_people_are_mentioned() {
        IntStream.range(0, 80).forEach(i -> known("id" + i, "n" + i));
        String text = IntStream.range(0, 80).mapToObj(i -> "@n" + i).collect(Collectors.joining(" "));
        assertThat(mentions(text)).hasSize(Limits.MENTIONS).startsWith("id0", "id1");
        assertThat(Mentions.names(text)).hasSize(Limits.MENTIONS);
    }

    @Test
    void a_renamed_person_no_longer_answers_to_the_old_name() {
        known("1", "ann");
        known("1", "anna");
        assertThat(mentions("@ann @anna")).containsExactly("1");
        assertThat(people.named("ann")).isEmpty();
    }

    @Test
    void a_text_of_nothing_but_dots_and_signs_is_harmless() {
        assertThat(mentions("@" + ".".repeat(8_000) + "@@@ @-")).isEmpty();
    }
}
