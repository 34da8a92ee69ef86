package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.contract.frame.Signal;
import dev.parley.contract.random.Commands;
import dev.parley.contract.random.Events;
import dev.parley.contract.random.Frames;
import dev.parley.contract.random.Kinds;
import dev.parley.contract.random.Seed;
import dev.parley.contract.random.Texts;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final int RUNS = 4_000;

    private final Codec codec = new Codec(Limits.DEFAULT);

    @Test
    void aCommandIsReadBackAsItWasWritten() {
        roundTrip(Commands::any, codec::encode, codec::command);
    }

    @Test
    void aClientsCommandIsReadBackAsItWasWritten() {
        roundTrip(Commands::fromClient, codec::encode, codec::clientCommand);
    }

    @Test
    void anEventIsReadBackAsItWasWritten() {
        roundTrip(Events::any, codec::encode, codec::event);
    }

    @Test
    void anAnswerIsReadBackAsItWasWritten() {
        roundTrip(Frames::answer, codec::encode, codec::answer);
    }

    @Test
    void aClientsFrameIsReadBackAsItWasWritten() {
        roundTrip(Frames::fromClient, codec::encode, codec::clientFrame);
    }

    @Test
    void aClientsFrameIsReadBackFromTextAsFromBytes() {
        roundTrip(Frames::fromClient, codec::encode, bytes -> codec.clientFrame(new String(bytes, UTF_8)));
    }

    @Test
    void aServersFrameIsReadBackAsItWasWritten() {
        roundTrip(Frames::fromServer, codec::encode, bytes -> codec.serverFrame(new String(bytes, UTF_8)));
    }

    @Test
    void aValueIsWrittenTheSameEachTime() {
        Seed.times(500, random -> {
            Event event = Events.any(random);
            assertThat(codec.encode(event)).isEqualTo(new Codec(Limits.DEFAULT).encode(event));
        });
    }

    @Test
    void theRandomValuesLeaveNoKindOut() {
        Set<Class<?>> seen = new HashSet<>();
        Seed.times(RUNS, random -> {
            seen.add(Commands.any(random).getClass());
            seen.add(Events.change(random).getClass());
            seen.add(Frames.answer(random).getClass());
            seen.add(Frames.fromClient(random).getClass());
            seen.add(Frames.fromServer(random).getClass());
            seen.add(Frames.signal(random).getClass());
        });
        for (Class<?> sealed : List.of(
                Command.class, Event.Change.class, Answer.class, ClientFrame.class, ServerFrame.class, Signal.class)) {
            assertThat(seen).containsAll(Kinds.of(sealed));
        }
    }

    @Test
    void anEventsFrameAroundReadyJsonIsTheFrameAroundTheEvents() {
        Seed.times(1_000, random -> {
            List<Event> events = Stream.generate(() -> Events.any(random))
                    .limit(1 + random.nextInt(20))
                    .toList();
            ServerFrame.Events frame = new ServerFrame.Events(Texts.room(random), Frames.epoch(random), events);

            byte[] wrapped = Codec.eventsFrame(
                    frame.room(),
                    frame.epoch(),
                    events.stream().map(codec::encode).toList());

            assertThat(new String(wrapped, UTF_8)).isEqualTo(new String(codec.encode(frame), UTF_8));
        });
    }

    private static <T> void roundTrip(
            Function<Random, T> draw, Function<T, byte[]> encode, Function<byte[], Decoded<T>> decode) {
        Seed.times(RUNS, random -> {
            T value = draw.apply(random);
            assertThat(decode.apply(encode.apply(value))).isEqualTo(new Decoded.Value<>(value));
        });
    }
}
