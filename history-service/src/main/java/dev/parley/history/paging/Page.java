package dev.parley.history.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a list, in the list's order.
 *
 * @param earlier whether there is more in front of it
 * @param later whether there is more behind it
 */
public record Page<T>(List<T> items, boolean earlier, boolean later) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * What was read behind a place, in the list's order.
     *
     * @param read one more than the limit, if there is more
     * @param earlier whether there is more in front of it
     */
    public static <T> Page<T> forward(List<T> read, int limit, boolean earlier) {
        return new Page<>(read.subList(0, Math.min(limit, read.size())), earlier, read.size() > limit);
    }

    /**
     * What was read in front of a place, against the list's order.
     *
     * @param read one more than the limit, if there is more
     * @param later whether there is more behind it
     */
    public static <T> Page<T> backward(List<T> read, int limit, boolean later) {
        List<T> items = new ArrayList<>(read.subList(0, Math.min(limit, read.size())));
        return new Page<>(items.reversed(), read.size() > limit, later);
    }

    /** Two parts that meet. */
    public static <T> Page<T> joined(Page<T> first, Page<T> second) {
        List<T> items = new ArrayList<>(first.items());
        items.addAll(second.items());
        return new Page<>(items, first.earlier(), second.later());
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), earlier, later);
    }
}
