package dev.parley.gateway.connection;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The event loops that own client sockets, numbered as they first appear. */
@Singleton
final class Lanes {
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final DeliveryTimes times;

    Lanes(DeliveryTimes times) {
        this.times = times;
    }

    Lane of(EventLoop loop) {
        for (Lane lane : lanes) {
            if (lane.loop == loop) {
                return lane;
            }
        }
        return add(loop);
    }

    private synchronized Lane add(EventLoop loop) {
        for (Lane lane : lanes) {
            if (lane.loop == loop) {
                return lane;
            }
        }
        Lane lane = new Lane(loop, lanes.size(), times);
        lanes.add(lane);
        return lane;
    }

    Lane get(int index) {
        return lanes.get(index);
    }

    List<Lane> all() {
        return lanes;
    }
}
