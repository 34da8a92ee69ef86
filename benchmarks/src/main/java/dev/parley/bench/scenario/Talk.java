package dev.parley.bench.scenario;

import java.util.function.IntConsumer;

/** Where messages can be said and are heard. */
interface Talk {
    /**
     * Has somebody say a text of so many bytes that carries the number.
     *
     * @return how many will hear it
     */
    int say(int number, int bytes);

    /** Who takes the number of each message, once for each who hears it. */
    void onDelivery(IntConsumer delivered);

    /** In how many frames all that was heard has come. */
    long frames();
}
