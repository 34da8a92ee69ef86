package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.frame.ClientFrame;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the codec answers with a value or a refusal, and never lets in what means two things. */
class HostileJsonTest {
    private static final String ROOM = "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42";

    private final Codec codec = new Codec(Limits.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "{",
                "}",
                "[",
                "]",
                "{]",
                "[}",
                "null",
                "true",
                "5",
                "\"post\"",
                "[]",
                "[{}]",
                "{}",
                "nul",
                "NaN",
                "Infinity",
                "-Infinity",
                "undefined",
                "'x'",
                "{type:1}",
                "{'type':'ping'}",
                "{\"type\"}",
                "{\"type\":}",
                "{\"type\":\"ping\",}",
                "{,\"type\":\"ping\"}",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping}",
                "{\"type\":\"pi\nng\"}",
                "{\"type\":\"\\x\"}",
                "{\"type\":\"\\u12\"}",
                "{\"type\":\"ping\"/**/}",
                "{\"type\":\"ping\"}//",
                "#\n{\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"x\":NaN}",
                "{\"type\":\"ping\",\"x\":Infinity}",
                "{\"type\":\"ping\",\"x\":+1}",
                "{\"type\":\"ping\",\"x\":01}",
                "{\"type\":\"ping\",\"x\":.5}",
                "{\"type\":\"ping\",\"x\":1.}",
                "{\"type\":\"ping\",\"x\":1e}",
                "{\"type\":\"ping\",\"x\":0x10}",
                "{\"type\":\"ping\",\"x\":-}"
            })
    void whatIsNoJsonObjectIsInvalid(String json) {
        assertInvalid(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "x", "}", "]", ",", "null", "1", "\"\"", "{\"type\":\"ping\"}", "\0", "\uFEFF"})
    void nothingMayFollowTheObject(String trailing) {
        assertInvalid("{\"type\":\"ping\"}" + trailing);
        assertInvalid("{\"type\":\"ping\"} \n" + trailing);
    }

    @Test
    void whiteSpaceMayStandAroundTheObject() {
        assertThat(codec.clientFrame(" \t\r\n{ \"type\" :\n\"ping\" } \r\n"))
                .isEqualTo(new Decoded.Value<>(new ClientFrame.Ping()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"ping\",\"type\":\"ping\"}",
                "{\"type\":\"ping\",\"type\":\"pong\"}",
                "{\"type\":\"ping\",\"x\":1,\"y\":2,\"x\":1}",
                "{\"type\":\"ping\",\"ty\\u0070e\":\"pong\"}",
                "{\"type\":\"ping\",\"x\":{\"a\":1,\"a\":1}}",
                "{\"type\":\"ping\",\"x\":[{},{\"a\":1,\"b\":2,\"a\":3}]}",
                "{\"type\":\"ping\",\"\":1,\"\":2}"
            })
    void aFieldThatStandsTwiceIsInvalid(String json) {
        assertInvalid(json);
        assertThat(refusal(codec.clientFrame(json)).message()).contains("twice");
    }

    @Test
    void deepNestingIsInvalid() {
        assertInvalid("[".repeat(60_000));
        assertInvalid("{\"a\":".repeat(10_000));
        assertInvalid("{\"type\":\"ping\",\"x\":" + "[".repeat(9) + "]".repeat(9) + "}");
        assertInvalid("{\"type\":\"ping\",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}");
    }

    @Test
    void someNestingInUnknownFieldsIsIgnored() {
        assertThat(codec.clientFrame("{\"type\":\"ping\",\"x\":[{\"y\":[{\"z\":[1]}]}]}"))
                .isEqualTo(new Decoded.Value<>(new ClientFrame.Ping()));
    }

    @Test
    void aByteOrderMarkIsInvalid() {
        assertInvalid("\uFEFF{\"type\":\"ping\"}");
    }

    @Test
    void onlyUtf8IsRead() {
        for (Charset charset : List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"))) {
            assertRefusedBytes("{\"type\":\"ping\"}".getBytes(charset));
        }
        for (byte[] json : List.of(
                post("caf\u00E9", ISO_8859_1),
                post("overlong \u00C0\u0080", ISO_8859_1),
                post("overlong \u00E0\u0080\u00AF", ISO_8859_1),
                post("surrogate \u00ED\u00A0\u0080", ISO_8859_1),
                post("beyond \u00F4\u0090\u0080\u0080", ISO_8859_1),
                post("cut \u00F0\u009F\u0098", ISO_8859_1),
                post("lone \u0080", ISO_8859_1),
                post("never \u00FF\u00FE", ISO_8859_1))) {
            assertRefusedBytes(json);
        }
    }

    @Test
    void theReplacementCharacterItselfIsText() {
        assertThat(codec.clientFrame(post("a\uFFFDb", UTF_8))).isInstanceOf(Decoded.Value.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "a\\u0000b", "\\ud800", "\\udc00", "\\ud83d x", "\\udc00\\ud800", "\\uDBFF\\uD800"})
    void escapesOfWhatCannotBeStoredAreInvalid(String text) {
        assertInvalidWithId(post(text));
        assertInvalidWithId("{\"type\":\"ban\",\"id\":\"c1\",\"room\":\"" + ROOM + "\",\"user\":\"" + text + "\"}");
        assertInvalidWithId("{\"type\":\"openDirect\",\"id\":\"c1\",\"users\":[\"" + text + "\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDC00", "a\uD83D", "\uD83Da", "\uDC00\uD800"})
    void halfACharacterInTextIsInvalid(String half) {
        Decoded<ClientFrame> decoded = codec.clientFrame(post(half));

        assertThat(refusal(decoded).code()).isEqualTo(RejectionCode.INVALID);
    }

    @Test
    void rawControlCharactersAreInvalid() {
        for (char control = 0; control < 0x20; control++) {
            assertInvalid(post("a" + control + "b"));
        }
    }

    @Test
    void aPairOfSurrogatesIsOneCharacterHoweverItIsWritten() {
        Command.Post expected = new Command.Post("c1", UUID.fromString(ROOM), "\uD83D\uDE42", null);
        for (String text : List.of("\uD83D\uDE42", "\\ud83d\\ude42", "\\uD83D\\uDE42")) {
            assertThat(codec.clientFrame(post(text))).isEqualTo(new Decoded.Value<>(new ClientFrame.Submit(expected)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999",
                "-1e999999",
                "1e-999999",
                "1.0",
                "1e0",
                "10e-1",
                "0.5",
                "-1",
                "9007199254740992",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551617",
                "123456789012345678901234567890",
                "\"1\"",
                "true",
                "null",
                "[1]",
                "{}"
            })
    void onlyAWholeNumberInRangeIsASequence(String number) {
        assertInvalidWithId("{\"type\":\"read\",\"id\":\"c1\",\"room\":\"" + ROOM + "\",\"sequence\":" + number + "}");
    }

    @Test
    void aNumberOfAHundredDigitsIsInvalidEvenWhereNobodyReadsIt() {
        assertInvalid("{\"type\":\"ping\",\"x\":" + "9".repeat(100) + "}");
        assertInvalid("{\"type\":\"ping\",\"x\":0." + "9".repeat(60_000) + "}");
        assertInvalid(
                "{\"type\":\"read\",\"id\":\"c1\",\"room\":\"" + ROOM + "\",\"sequence\":" + "9".repeat(100) + "}");
    }

    @Test
    void aFieldNameWithoutEndIsInvalid() {
        assertInvalid("{\"type\":\"ping\",\"" + "n".repeat(50_000) + "\":1}");
        assertInvalid("{\"" + "\\u0061".repeat(5_000) + "\":1}");
    }

    @Test
    void thousandsOfUnknownFieldsAreIgnored() {
        StringBuilder json = new StringBuilder("{\"type\":\"ping\"");
        for (int i = 0; i < 6_000; i++) {
            json.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        assertThat(codec.clientFrame(json.append('}').toString()))
                .isEqualTo(new Decoded.Value<>(new ClientFrame.Ping()));
    }

    @Test
    void unknownFieldsWithOneHashCodeAreIgnoredToo() {
        List<String> names = List.of("Aa", "BB");
        for (int doublings = 0; doublings < 11; doublings++) {
            List<String> longer = new ArrayList<>();
            for (String name : names) {
                longer.add(name + "Aa");
                longer.add(name + "BB");
            }
            names = longer.size() > 2_048 ? names : longer;
        }
        StringBuilder json = new StringBuilder("{\"type\":\"ping\"");
        names.forEach(name -> json.append(",\"").append(name).append("\":0"));

        assertThat(codec.clientFrame(json.append('}').toString()))
                .isEqualTo(new Decoded.Value<>(new ClientFrame.Ping()));
    }

    @Test
    void aTypeThatNobodyKnowsIsInvalidWithItsId() {
        for (String type : List.of("", "POST", "post ", "signIn", "welcome", "events", "accepted", "x".repeat(1_000))) {
            assertInvalidWithId("{\"type\":\"" + type + "\",\"id\":\"c1\"}");
        }
    }

    @Test
    void theIdIsCarriedWhereItIsUsable() {
        assertInvalidWithId("{\"id\":\"c1\"}");
        assertInvalidWithId("{\"type\":null,\"id\":\"c1\"}");
        assertInvalidWithId("{\"type\":\"typing\",\"id\":\"c1\"}");
        for (String id :
                List.of("null", "5", "\"\"", "[\"c1\"]", "\"\\u0000\"", "\"\\ud800\"", "\"" + "i".repeat(65) + "\"")) {
            assertThat(refusal(codec.clientFrame("{\"type\":\"unheardOf\",\"id\":" + id + "}"))
                            .id())
                    .isNull();
        }
    }

    @Test
    void aRefusalQuotesNothingOfItsInput() {
        String secret = "s3cr3t";
        for (String json : List.of(
                "{\"type\":\"authenticate\",\"id\":\"c1\",\"token\":[\"" + secret + "\"]}",
                "{\"type\":\"authenticate\",\"id\":\"c1\",\"token\":\"" + secret,
                "{\"type\":\"authenticate\",\"id\":\"c1\",\"token\":\"" + secret + "\",\"token\":\"" + secret + "\"}",
                "{\"type\":\"" + secret + "\",\"id\":\"c1\"}",
                "{\"" + secret + "\":1,\"" + secret + "\":1}",
                post("x").replace(ROOM, secret))) {
            assertThat(refusal(codec.clientFrame(json)).message())
                    .isNotBlank()
                    .hasSizeLessThan(200)
                    .doesNotContain(secret);
        }
    }

    @Test
    void roomIdsAreReadInTheirOneFormOnly() {
        for (String room : List.of(
                "",
                "x",
                ROOM.toUpperCase(Locale.ROOT),
                ROOM.replace("-", ""),
                "{" + ROOM + "}",
                ROOM + " ",
                "0-0-0-0-0",
                "0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e4",
                "0b5e7f0a-93a5-8c1e-9d573-f5a0c9b1e42")) {
            assertInvalidWithId("{\"type\":\"join\",\"id\":\"c1\",\"room\":\"" + room + "\"}");
        }
    }

    private static String post(String text) {
        return "{\"type\":\"post\",\"id\":\"c1\",\"room\":\"" + ROOM + "\",\"text\":\"" + text + "\"}";
    }

    private static byte[] post(String text, Charset charset) {
        return post(text).getBytes(charset);
    }

    private void assertInvalid(String json) {
        assertThat(refusal(codec.clientFrame(json)).code()).as(json).isEqualTo(RejectionCode.INVALID);
        assertRefusedBytes(json.getBytes(UTF_8));
    }

    private void assertInvalidWithId(String json) {
        Decoded.Refusal<ClientFrame> refusal = refusal(codec.clientFrame(json));
        assertThat(refusal.code()).as(json).isEqualTo(RejectionCode.INVALID);
        assertThat(refusal.id()).as(json).isEqualTo("c1");
        assertThat(codec.clientFrame(json.getBytes(UTF_8))).isEqualTo(refusal);
    }

    private void assertRefusedBytes(byte[] json) {
        for (Decoded<?> decoded : List.of(
                codec.clientFrame(json),
                codec.clientCommand(json),
                codec.command(json),
                codec.event(json),
                codec.answer(json))) {
            assertThat(refusal(decoded).code()).isEqualTo(RejectionCode.INVALID);
        }
    }

    static <T> Decoded.Refusal<T> refusal(Decoded<T> decoded) {
        return switch (decoded) {
            case Decoded.Refusal<T> refusal -> refusal;
            case Decoded.Value<T> value -> throw new AssertionError("was taken: " + value);
        };
    }
}
