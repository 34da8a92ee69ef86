package dev.parley.system.plant.agent;

/** A way to change a method's code. A hook is a static method of {@link Hooks}; it takes objects for objects. */
public sealed interface Edit {
    /** {@link Hooks#passing} is told when the method begins. */
    record Enter(String point) implements Edit {}

    /** {@link Hooks#passing} is told whenever the method returns. */
    record Leave(String point) implements Edit {}

    /** The hook gets what the method returns, and {@code this}; what it answers is returned instead. */
    record Return(String hook) implements Edit {}

    /** The hook gets the parameter, and its answer takes the parameter's place. */
    record Parameter(int index, String hook) implements Edit {}

    /** The hook gets {@code this} and all parameters, and says whether the method shall return at once. */
    record Instead(String hook) implements Edit {}

    /** The method returns at once. */
    record Nothing() implements Edit {}

    /**
     * The hook is called in place of a method of this name, with the same arguments behind the object.
     *
     * @param owner the called method's class, with dots
     */
    record Call(String owner, String name, String hook) implements Edit {}

    /** The hook compares in place of the method's nth comparison of two {@code long}, the first being 0. */
    record Compare(int index, String hook) implements Edit {}

    /** Another text in place of a part of a constant. */
    record Text(String was, String is) implements Edit {}
}
