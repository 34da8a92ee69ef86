package dev.parley.system.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Answer;
import dev.parley.contract.Command;
import dev.parley.contract.Event;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame.Listening;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Say;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After {@code accepted} the same id of the same user changes nothing and gets the first answer, wherever it is sent. */
class IdempotencyIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void theSameIdWhereverItIsSentGetsTheFirstAnswerAndDoublesNothing() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        alice.subscribe(room);
        Command.Post command = Say.post(room, "said once, sent many times");
        Answer.Accepted first = alice.accepted(command);

        Answer onTheSameConnection = alice.answer(command);
        Answer onAnotherConnection = chat.onFirst(chat.alice()).answer(command);
        Answer onAnotherGateway = chat.onSecond(chat.alice()).answer(command);
        Answer overHttp = overHttp(0, chat.alice(), command);
        Answer overHttpElsewhere = overHttp(1, chat.alice(), command);

        assertThat(List.of(onTheSameConnection, onAnotherConnection, onAnotherGateway, overHttp, overHttpElsewhere))
                .containsOnly(first);
        assertNothingFollowed(alice, room, first);
    }

    @Test
    void anotherBodyUnderAnAcceptedIdGetsTheFirstAnswerAndChangesNothing() {
        ParleyClient alice = chat.onFirst(chat.alice());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        UUID otherRoom = chat.room(alice, RoomKind.PRIVATE);
        alice.subscribeAll(List.of(new Listening(room, null, null), new Listening(otherRoom, null, null)));
        Command.Post command = Say.post(room, "the body that counts");
        Answer.Accepted first = alice.accepted(command);
        String id = command.id();

        List<Command> others = List.of(
                new Command.Post(id, room, "a body that does not count", null),
                new Command.Post(id, otherRoom, "a room that does not count", null),
                new Command.Edit(id, room, ParleyClient.sequenceOf(first), "a type that does not count"),
                new Command.Delete(id, room, ParleyClient.sequenceOf(first)),
                new Command.Post(id, UUID.randomUUID(), "a room that does not exist", null));

        assertThat(others).allSatisfy(other -> assertThat(alice.answer(other)).isEqualTo(first));
        assertNothingFollowed(alice, room, first);
        assertThat(alice.transcript().events(otherRoom)).isEmpty();
    }

    @Test
    void theSameIdSentManyTimesAtOnceOnTwoGatewaysTakesEffectOnce() {
        ParleyClient first = chat.onFirst(chat.alice());
        ParleyClient second = chat.onSecond(chat.alice());
        UUID room = chat.room(first, RoomKind.PRIVATE, chat.bob());
        long before = first.subscribe(room).sequence();
        Command.Post command = Say.post(room, "a nervous finger on the button");

        IntStream.range(0, 20).forEach(_ -> {
            first.submit(command);
            second.submit(command);
        });

        List<Answer> answers = first.await("20 answers", seen -> twenty(seen.answers(command.id())));
        List<Answer> elsewhere = second.await("20 answers", seen -> twenty(seen.answers(command.id())));
        Answer.Accepted accepted =
                Answer.Accepted.inRoom(command.id(), room, first.subscribe(room).epoch(), before + 1);
        assertThat(answers).containsOnly(accepted);
        assertThat(elsewhere).containsOnly(accepted);
        assertNothingFollowed(first, room, accepted);
    }

    @Test
    void everyKindOfCommandIsAnsweredTheSameTheSecondTime() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient again = chat.onSecond(chat.alice());
        String bob = chat.bob().id();
        String carol = chat.carol().id();
        Command.CreateRoom create = Say.createRoom("made once", RoomKind.PUBLIC, bob);
        UUID room = ParleyClient.roomOf(alice.accepted(create));
        long message = alice.post(room, "something to work on");
        List<Command> commands = List.of(
                Say.openDirect(bob, carol),
                Say.rename(room, "renamed once"),
                Say.addMember(room, carol),
                Say.setRole(room, carol, Role.MODERATOR),
                Say.removeMember(room, carol),
                Say.ban(room, carol),
                Say.unban(room, carol),
                Say.edit(room, message, "something better to work on"),
                Say.react(room, message, "👍"),
                Say.unreact(room, message, "👍"),
                Say.read(room, message),
                Say.delete(room, message));

        assertThat(again.answer(create)).isEqualTo(alice.accepted(create));
        assertThat(commands).allSatisfy(command -> {
            Answer.Accepted first = alice.accepted(command);
            assertThat(again.answer(command)).as(command.type()).isEqualTo(first);
            assertThat(alice.answer(command)).as(command.type()).isEqualTo(first);
        });
    }

    @Test
    void joiningAndLeavingAreAnsweredTheSameTheSecondTime() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PUBLIC);
        Command join = Say.join(room);
        Command leave = Say.leave(room);

        Answer.Accepted joined = bob.accepted(join);
        assertThat(bob.answer(join)).isEqualTo(joined);
        Answer.Accepted left = bob.accepted(leave);
        assertThat(bob.answer(leave)).isEqualTo(left);
        assertThat(bob.answer(join))
                .as("the first answer, not a second joining")
                .isEqualTo(joined);
        bob.rejected(Say.post(room, "am I still in?"), RejectionCode.FORBIDDEN);
    }

    @Test
    void anIdIsTheKeyOfOneUserOnly() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        Command.Post command = Say.post(room, "two people, one id");

        long ofAlice = ParleyClient.sequenceOf(alice.accepted(command));
        long ofBob = ParleyClient.sequenceOf(bob.accepted(command));

        assertThat(ofBob).isEqualTo(ofAlice + 1);
    }

    @Test
    void aRejectedIdTookNothingAndMayBeTriedAgain() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PUBLIC);
        Command.Post command = Say.post(room, "first I am not a member, then I am");
        bob.rejected(command, RejectionCode.FORBIDDEN);

        long joined = ParleyClient.sequenceOf(bob.accepted(Say.join(room)));

        assertThat(ParleyClient.sequenceOf(bob.accepted(command))).isEqualTo(joined + 1);
    }

    @Test
    void aRepeatIsAnsweredAsBeforeWhenTheUserMayNoLongerSeeTheRoom() {
        ParleyClient alice = chat.onFirst(chat.alice());
        ParleyClient bob = chat.onSecond(chat.bob());
        UUID room = chat.room(alice, RoomKind.PRIVATE, chat.bob());
        Command.Post command = Say.post(room, "posted before being removed");
        Answer.Accepted first = bob.accepted(command);
        alice.accepted(Say.removeMember(room, chat.bob().id()));

        assertThat(bob.answer(command)).isEqualTo(first);
    }

    private Answer overHttp(int gateway, User user, Command command) {
        Codec codec = new Codec(Limits.DEFAULT);
        byte[] body = chat.http(gateway).command(user.token(), command).asByteArray();
        return switch (codec.answer(body)) {
            case Decoded.Value<Answer>(Answer answer) -> answer;
            case Decoded.Refusal<Answer> refusal ->
                throw new AssertionError(refusal + " in " + new String(body, UTF_8));
        };
    }

    private static Optional<List<Answer>> twenty(List<Answer> answers) {
        return answers.size() >= 20 ? Optional.of(answers) : Optional.empty();
    }

    /** The next event is the next command's: the repeats between wrote none. */
    private static void assertNothingFollowed(ParleyClient client, UUID room, Answer.Accepted accepted) {
        long next = client.post(room, "what comes next in this room");
        assertThat(next).isEqualTo(ParleyClient.sequenceOf(accepted) + 1);
        List<Event> ofTheCommand = client.eventsUpTo(room, next).stream()
                .filter(event -> event.command().equals(accepted.id()))
                .toList();
        assertThat(ofTheCommand).hasSize(1);
    }
}
