package dev.parley.contract.random;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The records behind a sealed interface, so that a test can tell whether it has seen them all. */
public final class Kinds {
    private Kinds() {}

    public static Set<Class<?>> of(Class<?> sealed) {
        return leaves(sealed).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Kinds::leaves) : Stream.of(type);
    }
}
