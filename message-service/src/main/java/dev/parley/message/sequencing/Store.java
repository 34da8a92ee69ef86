package dev.parley.message.sequencing;

import java.util.function.Function;

/** Where everything is kept. */
public interface Store {

    /**
     * One transaction: reads what the batch needs under the locks of its rooms, lets it be decided, and writes what was
     * decided. It is committed when this returns.
     *
     * @throws StoreFailure if it was not committed, or if nobody can say: with
     *     {@link StoreFailure.Kind#AWAY} the commit may have happened, and the same batch finds its commands accepted
     */
    Decision transact(Needs needs, Function<Known, Decision> decide);
}
