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
import dev.parley.system.client.Requests;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import java.time.Duration;
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

    /** Together less than the outbound limit: whoever has read all before is never too slow for them. */
    private static final int AT_ONCE = 20;

    private static final int TEXT_CODE_POINTS = 7_900;
    /** For so long a gateway leaves its close frame to whoever does not read; then it cuts them off. */
    private static final Duration CLOSE_FRAME_WAITS = Duration.ofSeconds(5);

    private static final int CUT_OFF = 1006;
    private static final Codec CODEC = new Codec(Limits.DEFAULT);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void whoDoesNotReadIsClosedAndResumesWhileOthersMissNothing() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient attentive = chat.on(GatewaySettings.DEFAULT, chat.carol());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob(), chat.carol());
        ServerFrame.Subscribed start = attentive.subscribe(room);
        double tooSlowBefore = closedAsTooSlow();
        try (LazyReader lazy = LazyReader.open(
                chat.system().gateway(GatewaySettings.DEFAULT).webSocketUri(),
                chat.bob().token())) {
            lazy.sendText("{\"type\":\"subscribe\",\"id\":\"lazy\",\"rooms\":[{\"room\":\"" + room + "\"}]}");
            assertThat(lazy.readUntil("\"subscribed\"")).isPresent();

            long from = System.nanoTime();
            long last = postMuch(alice, attentive, room);
            List<Event> all = attentive.eventsUpTo(room, last);
            assertThat(all).hasSize(MESSAGES);

            List<Event> read = new ArrayList<>();
            int code = readToTheEnd(lazy, read);
            boolean inTime = System.nanoTime() - from < CLOSE_FRAME_WAITS.toNanos();
            int tooSlow = CloseCode.TOO_SLOW.code();
            assertThat(code).isIn(inTime ? List.of(tooSlow) : List.of(tooSlow, CUT_OFF));
            Patience.until("it is counted as too slow", Patience.USUAL, () -> closedAsTooSlow() > tooSlowBefore);
            assertThat(read).hasSizeLessThan(MESSAGES).isEqualTo(all.subList(0, read.size()));
            resumesAfter(start.sequence() + read.size(), room, start.epoch(), last);
        }
    }

    /** No more at once than somebody attentive has room for, even if they stand still meanwhile. */
    private static long postMuch(ParleyClient alice, ParleyClient attentive, UUID room) {
        // Four bytes each, and no more characters than a message may have.
        String text = "🐌".repeat(TEXT_CODE_POINTS);
        long last = 0;
        for (int said = 0; said < MESSAGES; said += AT_ONCE) {
            List<Command.Post> posts = IntStream.range(said, said + AT_ONCE)
                    .mapToObj(number -> Say.post(room, number + text))
                    .toList();
            posts.forEach(alice::submit);
            last = posts.stream()
                    .map(alice::awaitAccepted)
                    .mapToLong(ParleyClient::sequenceOf)
                    .max()
                    .orElseThrow();
            attentive.eventsUpTo(room, last);
        }
        return last;
    }

    private double closedAsTooSlow() {
        return new Requests(chat.system().gateway(GatewaySettings.DEFAULT).managementUri())
                .anonymous()
                .accept("text/plain")
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("parley_gateway_slow_closed_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
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
