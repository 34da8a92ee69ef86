package dev.parley.message.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.RoomKind;
import dev.parley.contract.Topics;
import dev.parley.message.batch.Chat;
import dev.parley.message.sequencing.Submission;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PublicationsTest {
    private final Chat chat = new Chat();
    private final UUID room = chat.room(RoomKind.PUBLIC);

    private static Map<String, String> headers(Publication record) {
        return record.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Headers.text(entry.getValue())));
    }

    @Test
    void an_event_carries_what_a_gateway_routes_by() {
        Publication record =
                chat.send("mike", new Command.Post("p", room, "hello", null)).getFirst();
        assertThat(record.topic()).isEqualTo(Topics.EVENTS);
        assertThat(record.key()).isEqualTo(room.toString());
        assertThat(headers(record))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sequence", Long.toString(chat.head(room)),
                        "type", "message.posted",
                        "epoch", "epoch1",
                        "gateway", "gateway-1",
                        "user", "mike",
                        "command", "p",
                        "received-at", Long.toString(Chat.NOW.toEpochMilli())));
    }

    @Test
    void an_event_that_changes_who_may_listen_names_the_one_concerned() {
        assertThat(headers(chat.send("olga", new Command.Ban("b", room, "mike", null))
                        .getFirst()))
                .containsEntry("affected", "mike")
                .containsEntry("user", "olga");
        assertThat(headers(
                        chat.send("olga", new Command.Unban("u", room, "mike")).getFirst()))
                .doesNotContainKey("affected");
    }

    @Test
    void only_the_last_event_of_a_command_is_its_acknowledgement() {
        List<Publication> records =
                chat.send("olga", new Command.CreateRoom("c", "Hall", RoomKind.PUBLIC, null, List.of("mike", "mara")));
        assertThat(records).extracting(record -> headers(record).get("command")).containsExactly(null, null, null, "c");
    }

    @Test
    void a_reply_goes_to_the_gateway_that_asked() {
        Publication record =
                chat.send("stan", new Command.Post("p", room, "hello", null)).getFirst();
        assertThat(record.topic()).isEqualTo(Topics.REPLIES);
        assertThat(record.key()).isEqualTo("gateway-1");
        assertThat(headers(record))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "gateway", "gateway-1",
                        "user", "stan",
                        "command", "p",
                        "sending", "sending-1",
                        "received-at", Long.toString(Chat.NOW.toEpochMilli())));
    }

    @Test
    void nobody_is_told_when_nobody_waits() {
        Submission asked = chat.submission("stan", new Command.Post("p", room, "hello", null));
        chat.published.clear();
        chat.run(new Submission(
                asked.position(), asked.command(), asked.by(), new Submission.Origin(null, null, Chat.NOW)));
        assertThat(chat.published).isEmpty();
    }

    @Test
    void a_sign_in_publishes_nothing() {
        assertThat(chat.send("new", new Command.SignIn("s"))).isEmpty();
        assertThat(chat.store.people).containsKey("new");
    }
}
