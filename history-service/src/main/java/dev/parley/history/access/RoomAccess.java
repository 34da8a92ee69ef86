package dev.parley.history.access;

import dev.parley.contract.RoomIds;
import dev.parley.history.paging.Parameters;
import dev.parley.history.problems.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Lets a caller into a room, or says that there is none. */
@ApplicationScoped
public class RoomAccess {
    public static final String MIN_SEQUENCE = "minSequence";

    private final Standings standings;
    private final SequenceWait sequenceWait;

    RoomAccess(Standings standings, SequenceWait sequenceWait) {
        this.standings = standings;
        this.sequenceWait = sequenceWait;
    }

    /**
     * The caller's standing in the room; fails with not found if they may not see it.
     *
     * <p>With {@code minSequence} it waits for the room to be there <em>for this caller</em> at that sequence. A room that
     * they may not see takes as long as one that does not exist: the time tells nothing.
     */
    public Uni<RoomStanding> enter(Caller caller, String roomId, Parameters parameters) {
        Optional<Long> minSequence = parameters.sequence(MIN_SEQUENCE, 0);
        UUID room = RoomIds.parse(roomId).orElseThrow(ProblemException::noSuchRoom);
        Standings.Pair pair = new Standings.Pair(room, caller.id());
        return standing(pair)
                .chain(now -> {
                    if (minSequence.isEmpty() || SequenceWait.reached(now, minSequence.get())) {
                        return Uni.createFrom().item(now);
                    }
                    return sequenceWait.until(pair, minSequence.get()).chain(() -> standing(pair));
                })
                .map(standing -> standing.orElseThrow(ProblemException::noSuchRoom));
    }

    private Uni<Optional<RoomStanding>> standing(Standings.Pair pair) {
        return standings.of(List.of(pair)).map(List::getFirst);
    }
}
