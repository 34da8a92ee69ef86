package dev.parley.history.paging;

import dev.parley.history.problems.ProblemException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * @param <C> a place in the list
 */
public sealed interface Range<C> {
    String BEFORE = "before";
    String AFTER = "after";
    String AROUND = "around";

    /** The part that a list shows when nothing is said. */
    record Start<C>() implements Range<C> {}

    /** What stands directly before the place, without it. */
    record Before<C>(C place) implements Range<C> {}

    /** What stands directly after the place, without it. */
    record After<C>(C place) implements Range<C> {}

    /** What stands on both sides of the place, and what is at it. */
    record Around<C>(C place) implements Range<C> {}

    /** Places in a room's log: {@code before}, {@code after} or {@code around}, and only one of them. */
    static Range<Long> ofSequences(Parameters parameters) {
        Optional<Long> before = parameters.sequence(BEFORE, 1);
        Optional<Long> after = parameters.sequence(AFTER, 0);
        Optional<Long> around = parameters.sequence(AROUND, 1);
        if (around.isPresent()) {
            refuse(before.isPresent() || after.isPresent(), AROUND, "can't stand beside 'before' or 'after'");
            return new Around<>(around.get());
        }
        return of(before, after);
    }

    /** {@code before} or {@code after}, and only one of them. */
    static <C> Range<C> ofCursors(Parameters parameters, CursorReader<C> reader) {
        return of(
                parameters.text(BEFORE).map(cursor -> reader.read(BEFORE, cursor)),
                parameters.text(AFTER).map(cursor -> reader.read(AFTER, cursor)));
    }

    private static <C> Range<C> of(Optional<C> before, Optional<C> after) {
        refuse(before.isPresent() && after.isPresent(), BEFORE, "can't stand beside 'after'");
        Function<C, Range<C>> toBefore = Before::new;
        return before.map(toBefore)
                .orElseGet(() -> after.<Range<C>>map(After::new).orElseGet(Start::new));
    }

    private static void refuse(boolean wrong, String parameter, String rule) {
        if (wrong) {
            throw ProblemException.badParameter(parameter, rule);
        }
    }

    /** Reads a cursor, or refuses it by the parameter's name. */
    @FunctionalInterface
    interface CursorReader<C> {
        C read(String parameter, String cursor);
    }
}
