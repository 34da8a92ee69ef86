package dev.parley.bench.scenario;

import java.util.List;

/** The one in the middle; of an even number, the lower of the two. */
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
