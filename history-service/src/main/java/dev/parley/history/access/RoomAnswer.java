package dev.parley.history.access;

import dev.parley.history.paging.Links;
import dev.parley.history.paging.PageAnswer;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * An answer about one room. {@value #SEQUENCE} is the head that was read before everything else in the answer: the answer
 * is at least as new, and a client that waited with {@code minSequence} sees whether it got what it waited for.
 */
public final class RoomAnswer {
    public static final String EPOCH = "Parley-Epoch";
    public static final String SEQUENCE = "Parley-Sequence";

    private RoomAnswer() {}

    public static <T> RestResponse<T> of(RoomStanding standing, T body, Links links) {
        return PageAnswer.of(body, links)
                .header(EPOCH, standing.epoch())
                .header(SEQUENCE, standing.sequence())
                .build();
    }
}
