package dev.parley.simulation;

import org.jspecify.annotations.Nullable;

/**
 * A bug that nobody should get away with: planted into what is simulated, or altered into the compiled code of a core.
 *
 * @param what is wrong, in a sentence
 */
record Mutant(String what, Plant plant, @Nullable Alteration alteration) {

    static Mutant planted(String what, Plant plant) {
        return new Mutant(what, plant, null);
    }

    static Mutant altered(String what, String className, String method, Alteration.Kind kind, int branch) {
        return new Mutant(what, Plant.NOTHING, new Alteration("dev.parley." + className, method, kind, branch));
    }

    static Mutant altered(String what, String className, String method, Alteration.Kind kind) {
        return altered(what, className, method, kind, 0);
    }

    Mutant with(Plant alsoPlanted) {
        return new Mutant(what, alsoPlanted, alteration);
    }

    @Override
    public String toString() {
        return what;
    }
}
