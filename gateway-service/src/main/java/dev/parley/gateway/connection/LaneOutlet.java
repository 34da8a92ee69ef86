package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.gateway.delivery.Audience;
import dev.parley.gateway.delivery.Listener;
import dev.parley.gateway.delivery.LoggedEvent;
import dev.parley.gateway.delivery.Outlet;
import io.netty.buffer.ByteBuf;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Delivery's way to the sockets: one buffer for all who get a frame, one hand-over for each event loop and turn. */
@Singleton
public final class LaneOutlet implements Outlet {
    private final Lanes lanes;
    private final DeliveryThread delivery;

    LaneOutlet(Lanes lanes, DeliveryThread delivery) {
        this.lanes = lanes;
        this.delivery = delivery;
    }

    @Override
    public void deliver(Audience audience, byte[] frame) {
        deliver(audience, frame, LoggedEvent.UNTIMED);
    }

    @Override
    public void deliver(Audience audience, byte[] frame, long receivedAtMillis) {
        ByteBuf wire = Wire.text(frame);
        for (int lane = 0; lane < audience.lanes(); lane++) {
            Listener[] listeners = audience.in(lane);
            if (listeners.length > 0) {
                lanes.get(lane).deliver(listeners, wire.retain(), receivedAtMillis);
            }
        }
        wire.release();
    }

    @Override
    public void send(Listener listener, byte[] frame) {
        lanes.get(listener.lane()).send((ClientConnection) listener, Wire.text(frame));
    }

    @Override
    public void send(Listener listener, byte[] frame, Runnable written) {
        lanes.get(listener.lane()).send((ClientConnection) listener, Wire.text(frame), written, delivery);
    }

    /** Calls back when what was handed over in this turn is written, on the event loop that was the last to do so. */
    public void afterWriting(Runnable then) {
        List<Lane> writing = lanes.all().stream().filter(Lane::hasPending).toList();
        if (writing.isEmpty()) {
            then.run();
            return;
        }
        AtomicInteger left = new AtomicInteger(writing.size());
        writing.forEach(lane -> lane.afterWriting(() -> {
            if (left.decrementAndGet() == 0) {
                then.run();
            }
        }));
    }

    @Override
    public void close(Listener listener, CloseCode code) {
        ((ClientConnection) listener).close(code);
    }
}
