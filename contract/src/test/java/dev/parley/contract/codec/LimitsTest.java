package dev.parley.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.Person;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ClientFrame.Listening;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exactly at a limit is taken, one past it is refused. */
class LimitsTest {
    private static final UUID ROOM = UUID.fromString("0b5e7f0a-93a5-8c1e-9d57-3f5a0c9b1e42");
    private static final String EMOJI = "\uD83D\uDE42";

    private final Limits limits = Limits.DEFAULT;
    private final Codec codec = new Codec(limits);

    @Test
    void aFrameHas64KibibytesAtMost() {
        String frame = "{\"type\":\"ping\"}";
        String full = frame + " ".repeat(limits.frameBytes() - frame.length());

        assertTaken(full);
        assertTooLarge(full + " ");
    }

    @Test
    void aFrameIsMeasuredInBytesOfUtf8() {
        for (String character : List.of("x", "\u00E9", "\u6F22", EMOJI)) {
            int bytes = character.getBytes(UTF_8).length;
            String empty = "{\"type\":\"ping\",\"x\":\"\"}";
            int room = limits.frameBytes() - empty.length();
            String full =
                    "{\"type\":\"ping\",\"x\":\"" + character.repeat(room / bytes) + " ".repeat(room % bytes) + "\"}";

            assertThat(full.getBytes(UTF_8)).hasSize(limits.frameBytes());
            assertTaken(full);
            assertTooLarge(full + " ");
        }
    }

    @Test
    void theLimitOfAFrameHoldsForCommandsOverHttpAndNotInsideTheHouse() {
        byte[] full = padded(codec.encode(new Command.Join("c1", ROOM)), limits.frameBytes());
        byte[] tooLarge = padded(full, limits.frameBytes() + 1);

        assertThat(codec.clientCommand(full)).isInstanceOf(Decoded.Value.class);
        assertThat(HostileJsonTest.refusal(codec.clientCommand(tooLarge)).code())
                .isEqualTo(RejectionCode.TOO_LARGE);
        assertThat(codec.command(tooLarge)).isInstanceOf(Decoded.Value.class);
    }

    @Test
    void aTextHas8000CodePointsAtMost() {
        for (String character : List.of("x", "\u6F22", EMOJI)) {
            assertTaken(new Command.Post("c1", ROOM, character.repeat(limits.textCodePoints()), null));
            assertTooLarge(new Command.Post("c1", ROOM, character.repeat(limits.textCodePoints() + 1), null));
            assertTaken(new Command.Edit("c1", ROOM, 1, character.repeat(limits.textCodePoints())));
            assertTooLarge(new Command.Edit("c1", ROOM, 1, character.repeat(limits.textCodePoints() + 1)));
        }
    }

    @Test
    void aTextOfControlCharactersStillFitsInAFrame() {
        assertTaken(new Command.Post("c1", ROOM, "x" + "\u0001".repeat(limits.textCodePoints() - 1), 1L));
    }

    @Test
    void aNameHas80CodePointsAtMost() {
        assertTaken(room(EMOJI.repeat(limits.nameCodePoints()), null, List.of()));
        assertTooLarge(room(EMOJI.repeat(limits.nameCodePoints() + 1), null, List.of()));
        assertTaken(new Command.UpdateRoom("c1", ROOM, EMOJI.repeat(limits.nameCodePoints()), null));
        assertTooLarge(new Command.UpdateRoom("c1", ROOM, EMOJI.repeat(limits.nameCodePoints() + 1), null));
    }

    @Test
    void aTopicAndAReasonHave250CodePointsAtMost() {
        String most = EMOJI.repeat(Limits.NOTE_CODE_POINTS);

        assertTaken(room("general", most, List.of()));
        assertTooLarge(room("general", most + "x", List.of()));
        assertTaken(new Command.UpdateRoom("c1", ROOM, null, most));
        assertTooLarge(new Command.UpdateRoom("c1", ROOM, null, most + "x"));
        assertTaken(new Command.Ban("c1", ROOM, "u", most));
        assertTooLarge(new Command.Ban("c1", ROOM, "u", most + "x"));
    }

    @Test
    void anIdHas64CodePointsAtMost() {
        String most = EMOJI.repeat(Limits.COMMAND_ID_CODE_POINTS);

        assertTaken(new Command.Join(most, ROOM));
        assertThat(refusal(new Command.Join(most + "x", ROOM)).code()).isEqualTo(RejectionCode.TOO_LARGE);
        assertThat(refusal(new Command.Join(most + "x", ROOM)).id()).isNull();
        assertInvalid(new Command.Join("", ROOM), null);
    }

    @Test
    void anEmojiHas32BytesAtMost() {
        for (String emoji : List.of(EMOJI.repeat(8), "x".repeat(32), "\u00E9".repeat(16), "\u6F22".repeat(10) + "xx")) {
            assertThat(emoji.getBytes(UTF_8)).hasSize(limits.emojiBytes());
            assertTaken(new Command.React("c1", ROOM, 1, emoji));
            assertTooLarge(new Command.React("c1", ROOM, 1, emoji + "x"));
            assertTaken(new Command.Unreact("c1", ROOM, 1, emoji));
            assertTooLarge(new Command.Unreact("c1", ROOM, 1, emoji + "x"));
        }
    }

    @Test
    void aUsersIdHas255CharactersAtMost() {
        String most = "u".repeat(Person.ID_MAX_CHARACTERS);

        assertTaken(new Command.AddMember("c1", ROOM, most));
        assertInvalid(new Command.AddMember("c1", ROOM, most + "u"), "c1");
        assertInvalid(new Command.AddMember("c1", ROOM, ""), "c1");
        assertInvalid(new Command.RemoveMember("c1", ROOM, ""), "c1");
        assertInvalid(new Command.SetRole("c1", ROOM, "", Role.MEMBER), "c1");
    }

    @Test
    void aRoomIsMadeWith100MembersAtMost() {
        assertTaken(room("general", null, people(Limits.CREATE_ROOM_MEMBERS)));
        assertTooLarge(room("general", null, people(Limits.CREATE_ROOM_MEMBERS + 1)));
    }

    @Test
    void aDirectRoomNamesOneToNineOthersAndOneself() {
        assertInvalid(new Command.OpenDirect("c1", List.of()), "c1");
        assertTaken(new Command.OpenDirect("c1", people(1)));
        assertTaken(new Command.OpenDirect("c1", people(Limits.DIRECT_OTHERS + 1)));
        assertTooLarge(new Command.OpenDirect("c1", people(Limits.DIRECT_OTHERS + 2)));
    }

    @Test
    void aFrameListensTo1000RoomsAtMost() {
        int most = limits.subscribeRooms();
        Listening listening = new Listening(ROOM, null, null);

        assertTaken(new ClientFrame.Subscribe("c1", Collections.nCopies(most, listening)));
        assertTooLarge(new ClientFrame.Subscribe("c1", Collections.nCopies(most + 1, listening)));
        assertTaken(new ClientFrame.Unsubscribe("c1", Collections.nCopies(most, ROOM)));
        assertTooLarge(new ClientFrame.Unsubscribe("c1", Collections.nCopies(most + 1, ROOM)));
    }

    @Test
    void aSequenceIsWhatEveryJsonReaderHoldsExactly() {
        long most = (1L << 53) - 1;

        assertTaken(new Command.Delete("c1", ROOM, 1));
        assertInvalid(new Command.Delete("c1", ROOM, 0), "c1");
        assertTaken(new Command.Delete("c1", ROOM, most));
        assertInvalid(new Command.Delete("c1", ROOM, most + 1), "c1");
        assertTaken(new Command.Read("c1", ROOM, 0));
        assertInvalid(new Command.Read("c1", ROOM, -1), "c1");
        assertInvalid(new Command.Post("c1", ROOM, "x", 0L), "c1");
    }

    @Test
    void textAndNameNeedMoreThanWhiteSpace() {
        for (String blank : List.of("", " ", "\n\t ", "\u3000\u2003")) {
            assertInvalid(new Command.Post("c1", ROOM, blank, null), "c1");
            assertInvalid(new Command.Edit("c1", ROOM, 1, blank), "c1");
            assertInvalid(room(blank, null, List.of()), "c1");
            assertInvalid(new Command.React("c1", ROOM, 1, blank), "c1");
        }
    }

    @Test
    void aDirectRoomIsNotMadeByCreateRoom() {
        assertInvalid(new Command.CreateRoom("c1", "us", RoomKind.DIRECT, null, List.of()), "c1");
    }

    @Test
    void anUpdateOfNothingIsInvalid() {
        assertInvalid(new Command.UpdateRoom("c1", ROOM, null, null), "c1");
        assertTaken(new Command.UpdateRoom("c1", ROOM, null, ""));
    }

    @Test
    void otherLimitsHoldWhereTheyAreSet() {
        Codec small = new Codec(new Limits(200, 3, 2, 4, 1, 1, 1, 1, 1, 1));

        assertThat(small.clientFrame(codec.encode(submit(new Command.Post("c1", ROOM, "abc", null)))))
                .isInstanceOf(Decoded.Value.class);
        assertThat(HostileJsonTest.refusal(
                                small.clientFrame(codec.encode(submit(new Command.Post("c1", ROOM, "abcd", null)))))
                        .code())
                .isEqualTo(RejectionCode.TOO_LARGE);
    }

    private static Command room(String name, @Nullable String topic, List<String> members) {
        return new Command.CreateRoom("c1", name, RoomKind.PUBLIC, topic, members);
    }

    private static List<String> people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user-" + i).toList();
    }

    private static ClientFrame submit(Command command) {
        return new ClientFrame.Submit(command);
    }

    private static byte[] padded(byte[] json, int length) {
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return padded;
    }

    private void assertTaken(Command command) {
        assertTaken(submit(command));
    }

    private void assertTaken(ClientFrame frame) {
        assertThat(codec.clientFrame(codec.encode(frame))).isEqualTo(new Decoded.Value<>(frame));
    }

    private void assertTaken(String json) {
        assertThat(codec.clientFrame(json)).isInstanceOf(Decoded.Value.class);
        assertThat(codec.clientFrame(json.getBytes(UTF_8))).isInstanceOf(Decoded.Value.class);
    }

    private void assertTooLarge(Command command) {
        assertTooLarge(submit(command));
    }

    private void assertTooLarge(ClientFrame frame) {
        Decoded.Refusal<ClientFrame> refusal = HostileJsonTest.refusal(codec.clientFrame(codec.encode(frame)));
        assertThat(refusal.code()).isEqualTo(RejectionCode.TOO_LARGE);
        assertThat(refusal.id()).isEqualTo("c1");
    }

    private void assertTooLarge(String json) {
        assertThat(HostileJsonTest.refusal(codec.clientFrame(json)).code()).isEqualTo(RejectionCode.TOO_LARGE);
        assertThat(HostileJsonTest.refusal(codec.clientFrame(json.getBytes(UTF_8)))
                        .code())
                .isEqualTo(RejectionCode.TOO_LARGE);
    }

    private void assertInvalid(Command command, @Nullable String id) {
        assertThat(refusal(command).code()).isEqualTo(RejectionCode.INVALID);
        assertThat(refusal(command).id()).isEqualTo(id);
    }

    private Decoded.Refusal<ClientFrame> refusal(Command command) {
        return HostileJsonTest.refusal(codec.clientFrame(codec.encode(submit(command))));
    }
}
