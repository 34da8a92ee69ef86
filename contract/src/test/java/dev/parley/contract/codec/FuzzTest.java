package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.random.Commands;
import dev.parley.contract.random.Events;
import dev.parley.contract.random.Frames;
import dev.parley.contract.random.Seed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Valid JSON with random damage: what comes out is a value that can be written again, or a refusal. */
class FuzzTest {
    private static final int RUNS = 50_000;
    private static final int VALID_MAX_BYTES = 1_500;
    private static final String TELLING = "{}[]\",:\\u0dD8eE+-.tfn \0\n/*'\uFEFF";

    private final Codec codec = new Codec(Limits.DEFAULT);

    @Test
    void damagedJsonNeverEscapesTheCodec() {
        List<byte[]> valid = valid(new Random(1));
        Seed.times(RUNS, random -> {
            byte[] json = damaged(random, valid);
            again(codec.clientFrame(json), codec::encode, codec::clientFrame);
            again(codec.clientFrame(new String(json, UTF_8)), codec::encode, codec::clientFrame);
            again(codec.command(json), codec::encode, codec::command);
            again(codec.clientCommand(json), codec::encode, codec::clientCommand);
            again(codec.event(json), codec::encode, codec::event);
            again(codec.answer(json), codec::encode, codec::answer);
            again(
                    codec.serverFrame(new String(json, UTF_8)),
                    codec::encode,
                    bytes -> codec.serverFrame(new String(bytes, UTF_8)));
        });
    }

    @Test
    void noiseNeverEscapesTheCodec() {
        Seed.times(5_000, random -> {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            again(codec.clientFrame(noise), codec::encode, codec::clientFrame);
            again(codec.event(noise), codec::encode, codec::event);
            // Every char, so also halves of pairs.
            String text = new String(noise, UTF_16);
            again(codec.clientFrame("{\"type\":\"typing\",\"x\":\"" + text), codec::encode, codec::clientFrame);
        });
    }

    private static <T> void again(Decoded<T> decoded, Function<T, byte[]> encode, Function<byte[], Decoded<T>> decode) {
        switch (decoded) {
            case Decoded.Value<T> value ->
                assertThat(decode.apply(encode.apply(value.value()))).isEqualTo(value);
            case Decoded.Refusal<T> refusal ->
                assertThat(refusal.code()).isIn(RejectionCode.INVALID, RejectionCode.TOO_LARGE);
        }
    }

    private List<byte[]> valid(Random random) {
        return Stream.generate(() -> switch (random.nextInt(4)) {
                    case 0 -> codec.encode(Frames.fromClient(random));
                    case 1 -> codec.encode(Events.any(random));
                    case 2 -> codec.encode(Frames.fromServer(random));
                    default -> codec.encode(Commands.any(random));
                })
                .filter(json -> json.length <= VALID_MAX_BYTES)
                .limit(500)
                .toList();
    }

    private static byte[] damaged(Random random, List<byte[]> valid) {
        byte[] json = valid.get(random.nextInt(valid.size())).clone();
        int wounds = 1 + random.nextInt(3);
        for (int i = 0; i < wounds && json.length > 0; i++) {
            json = wounded(random, json, valid);
        }
        return json;
    }

    private static byte[] wounded(Random random, byte[] json, List<byte[]> valid) {
        int at = random.nextInt(json.length);
        int end = at + random.nextInt(Math.min(20, json.length - at) + 1);
        return switch (random.nextInt(7)) {
            case 0 -> {
                json[at] ^= (byte) (1 << random.nextInt(8));
                yield json;
            }
            case 1 -> {
                json[at] = (byte) random.nextInt(256);
                yield json;
            }
            case 2 -> {
                json[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                yield json;
            }
            case 3 -> Arrays.copyOf(json, at);
            case 4 -> joined(Arrays.copyOf(json, at), Arrays.copyOfRange(json, end, json.length));
            case 5 -> joined(Arrays.copyOf(json, end), Arrays.copyOfRange(json, at, json.length));
            default -> {
                byte[] other = valid.get(random.nextInt(valid.size()));
                yield joined(
                        Arrays.copyOf(json, at), Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
            }
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
