package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.system.client.LazyReader;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that does not read costs itself its connection, and others nothing. */
class SlowReaderIT {
    /** Far more than the outbound limit and all that the kernel can hold on the way. */
    private static final int MESSAGES = 200;

    private static final int TEXT_CODE_POINTS = 7_900;
    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void whoDoesNotReadIsClosedAndResumesWhileOthersMissNothing() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient attentive = chat.on(GatewaySettings.DEFAULT, chat.carol());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        ServerFrame.Subscribed start = attentive.subscribe(room);
        try (LazyReader lazy = LazyReader.open(
                chat.system().gateway(GatewaySettings.DEFAULT).webSocketUri(),
                chat.bob().token())) {
            lazy.sendText("{\"type\":\"subscribe\",\"id\":\"lazy\",\"rooms\":[{\"room\":\"" + room + "\"}]}");
            assertThat(lazy.readUntil("\"subscribed\"")).isPresent();

            long last = postMuch(alice, room);
            List<Event> all = attentive.eventsUpTo(room, last, Patience.LONG);
            assertThat(all).hasSize(MESSAGES);

            List<Event> read = new ArrayList<>();
            int code = readToTheEnd(lazy, read);
            assertThat(code).isEqualTo(CloseCode.TOO_SLOW.code());
            assertThat(read).hasSizeLessThan(MESSAGES).isEqualTo(all.subList(0, read.size()));
            resumesAfter(start.sequence() + read.size(), room, start.epoch(), last);
        }
    }

    private static long postMuch(ParleyClient alice, UUID room) {
        // Four bytes each, and no more characters than a message may have.
        String text = "🐌".repeat(TEXT_CODE_POINTS);
        List<Command.Post> posts = IntStream.range(0, MESSAGES)
                .mapToObj(number -> Say.post(room, number + text))
                .toList();
        posts.forEach(alice::submit);
        return posts.stream()
                .map(alice::awaitAccepted)
                .mapToLong(ParleyClient::sequenceOf)
                .max()
                .orElseThrow();
    }

    private static int readToTheEnd(LazyReader lazy, List<Event> events) {
        while (true) {
            switch (lazy.read()) {
                case LazyReader.Read.Closed(int code) -> {
                    return code;
                }
                case LazyReader.Read.Text(String json) -> {
                    if (CODEC.serverFrame(json) instanceof Decoded.Value<ServerFrame>(ServerFrame.Events frame)) {
                        events.addAll(frame.events());
                    }
                }
            }
        }
    }

    private void resumesAfter(long after, UUID room, String epoch, long last) {
        ParleyClient back = chat.on(GatewaySettings.DEFAULT, chat.bob());
        back.subscribe(room, epoch, after);

        assertThat(back.eventsUpTo(room, last, Patience.LONG).stream().map(Event::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(after + 1, last).boxed().toList());
    }
}
