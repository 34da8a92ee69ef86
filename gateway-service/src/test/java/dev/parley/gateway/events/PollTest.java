package dev.parley.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.contract.Answer;
import dev.parley.gateway.events.RecordReader.Answered;
import dev.parley.gateway.events.RecordReader.Poll;
import dev.parley.gateway.events.RecordReader.Signalled;
import dev.parley.gateway.presence.SignalKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollTest {
    private final Answered answer = new Answered("ann", null, Answer.Accepted.of("c"));
    private final Signalled signal = new Signalled(SignalKind.ALIVE, "another", new byte[0]);
    private final List<Object> handedOut = new ArrayList<>();

    @Test
    void a_defect_of_a_room_keeps_no_answer_and_no_signal_from_whom_it_is_for() {
        Poll poll = new Poll(List.of(), List.of(answer), List.of(signal), List.of());

        assertThatThrownBy(() -> poll.handOut(
                        _ -> {
                            throw new IllegalStateException("made to fail");
                        },
                        handedOut::add,
                        handedOut::add))
                .hasMessage("made to fail");

        assertThat(handedOut).containsExactly(answer, signal);
    }
}
