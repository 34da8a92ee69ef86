package dev.parley.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.random.Seed;
import dev.parley.contract.random.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdsTest {
    /** Rooms in databases have these ids: a change here would make a second room for the same command or people. */
    @Test
    void derivedIdsNeverChange() {
        assertThat(RoomIds.created("alice", "c1")).hasToString("9866ebb7-ed36-848a-9aa9-ed76fad11deb");
        assertThat(RoomIds.created("b\u00E9n\u00E9dicte", "\uD83D\uDE42"))
                .hasToString("659b0fff-f3ba-86c4-a90d-877e0ce77792");
        assertThat(RoomIds.direct(List.of("alice", "bob"))).hasToString("9209edd7-734f-8299-b2e4-30736a47f358");
        assertThat(RoomIds.direct(List.of("alice"))).hasToString("5e2d355c-7aca-8487-b18e-ca7eb98c4df7");
    }

    @Test
    void aDirectRoomIsTheSameInWhateverOrderAndHoweverOftenItsPeopleAreNamed() {
        Seed.times(500, random -> {
            List<String> people = new ArrayList<>(Stream.generate(() -> Texts.nonEmpty(random, 36))
                    .limit(1 + random.nextInt(10))
                    .toList());
            UUID room = RoomIds.direct(people);

            people.add(people.getFirst());
            Collections.shuffle(people, random);

            assertThat(RoomIds.direct(people)).isEqualTo(room);
        });
    }

    @Test
    void whatIsNamedDifferentlyIsAnotherRoom() {
        Set<UUID> rooms = new HashSet<>(List.of(
                RoomIds.created("ab", "c"),
                RoomIds.created("a", "bc"),
                RoomIds.created("abc", ""),
                RoomIds.created("", "abc"),
                RoomIds.created("c", "ab"),
                RoomIds.direct(List.of("ab", "c")),
                RoomIds.direct(List.of("a", "bc")),
                RoomIds.direct(List.of("abc")),
                RoomIds.direct(List.of("a", "b", "c")),
                RoomIds.direct(List.of("a", "b", "C"))));

        assertThat(rooms).hasSize(10);
    }

    @Test
    void everyDerivedIdIsAVersion8UuidThatIsReadBack() {
        Seed.times(1_000, random -> {
            UUID room = RoomIds.created(Texts.nonEmpty(random, 36), Texts.nonEmpty(random, 64));

            assertThat(room.version()).isEqualTo(8);
            assertThat(room.variant()).isEqualTo(2);
            assertThat(RoomIds.parse(room.toString())).contains(room);
        });
    }

    @Test
    void everyUuidIsReadInItsLowerCaseForm() {
        Seed.times(1_000, random -> {
            UUID room = Texts.room(random);

            assertThat(RoomIds.parse(room.toString())).contains(room);
            assertThat(RoomIds.parse(
                            "a" + room.toString().toUpperCase(Locale.ROOT).substring(1)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-00000000000",
                "00000000-0000-0000-0000-0000000000000",
                "00000000-0000-0000-0000-00000000000g",
                "00000000-0000-0000-0000-00000000000A",
                "00000000-0000-0000-00000-0000000000a",
                "0000000000000-0000-0000-000000000000",
                "000000000000000000000000000000000000",
                "------------------------------------",
                " 0000000-0000-0000-0000-000000000000",
                "+0000000-0000-0000-0000-000000000000",
                "\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660-0000-0000-0000-000000000000"
            })
    void anythingElseIsNoRoomId(String text) {
        assertThat(RoomIds.parse(text)).isEmpty();
    }
}
