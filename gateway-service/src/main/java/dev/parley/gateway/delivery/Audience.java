package dev.parley.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The live listeners of one room, by lane. Joining and leaving cost the same however many there are; the array that a
 * lane reads is made anew only after a change, and never changed once it was handed over.
 */
public final class Audience {
    private static final Listener[] NOBODY = {};

    private final List<Seats> lanes = new ArrayList<>(2);
    private int size;

    private static final class Seats {
        private final List<Subscription> taken = new ArrayList<>(2);
        private Listener @Nullable [] snapshot;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** How many lanes there may be; some may have nobody. */
    public int lanes() {
        return lanes.size();
    }

    /** The listeners of a lane; not to be changed. */
    public Listener[] in(int lane) {
        Seats seats = lanes.get(lane);
        if (seats.taken.isEmpty()) {
            return NOBODY;
        }
        Listener[] snapshot = seats.snapshot;
        if (snapshot == null) {
            snapshot = new Listener[seats.taken.size()];
            for (int i = 0; i < snapshot.length; i++) {
                snapshot[i] = seats.taken.get(i).listener;
            }
            seats.snapshot = snapshot;
        }
        return snapshot;
    }

    void add(Subscription subscription) {
        int lane = subscription.listener.lane();
        while (lanes.size() <= lane) {
            lanes.add(new Seats());
        }
        Seats seats = lanes.get(lane);
        subscription.seat = seats.taken.size();
        seats.taken.add(subscription);
        seats.snapshot = null;
        size++;
    }

    void remove(Subscription subscription) {
        Seats seats = lanes.get(subscription.listener.lane());
        int seat = subscription.seat;
        assert seats.taken.get(seat) == subscription : "a seat belongs to one subscription";
        Subscription last = seats.taken.removeLast();
        if (last != subscription) {
            seats.taken.set(seat, last);
            last.seat = seat;
        }
        subscription.seat = -1;
        seats.snapshot = null;
        size--;
    }

    Optional<Subscription> anybody() {
        for (Seats seats : lanes) {
            if (!seats.taken.isEmpty()) {
                return Optional.of(seats.taken.getFirst());
            }
        }
        return Optional.empty();
    }

    /** Everybody, in no order; a copy. */
    List<Subscription> everybody() {
        List<Subscription> all = new ArrayList<>(size);
        for (Seats seats : lanes) {
            all.addAll(seats.taken);
        }
        return all;
    }
}
