package dev.parley.simulation;

import dev.parley.contract.CloseCode;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.delivery.Listener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** A WebSocket: in order both ways, and when it breaks, what was on the way is gone. */
final class SimulatedConnection implements Listener {
    private final World world;
    private final SimulatedDevice device;
    private final SimulatedGateway gateway;
    private final Deque<ClientFrame> toGateway = new ArrayDeque<>();
    private final Deque<Told> toDevice = new ArrayDeque<>();
    /** Rooms that the gateway was asked about and has not answered about. */
    private final Set<UUID> asked = new HashSet<>();

    private boolean open = true;
    /** The gateway has closed it; the device hears of that after what was sent before. */
    private boolean closing;

    /** @param answers whether the frame answers a request, and does not come by itself */
    record Told(ServerFrame frame, boolean answers) {}

    SimulatedConnection(World world, SimulatedDevice device, SimulatedGateway gateway) {
        this.world = world;
        this.device = device;
        this.gateway = gateway;
    }

    SimulatedDevice device() {
        return device;
    }

    SimulatedGateway gateway() {
        return gateway;
    }

    @Override
    public String user() {
        return device.person().id();
    }

    @Override
    public int lane() {
        return device.number() % 2;
    }

    boolean open() {
        return open && !closing;
    }

    // ---- The device's end ----

    void send(ClientFrame frame) {
        toGateway.addLast(frame);
        if (toGateway.size() == 1) {
            world.soon(1, 40, this::arrive);
        }
    }

    private void arrive() {
        while (open() && !toGateway.isEmpty()) {
            if (world.strikes(world.faults.connectionBreaks())) {
                cut();
                return;
            }
            gateway.received(this, toGateway.removeFirst());
        }
        toGateway.clear();
    }

    // ---- The gateway's end ----

    void asks(UUID room) {
        asked.add(room);
    }

    void tell(ServerFrame frame) {
        if (!open()) {
            return;
        }
        boolean answers = frame instanceof ServerFrame.Subscribed subscribed && asked.remove(subscribed.room());
        if (frame instanceof ServerFrame.Answered(dev.parley.contract.Answer.Rejected rejected)
                && rejected.room() != null) {
            asked.remove(rejected.room());
        }
        toDevice.addLast(new Told(frame, answers));
        if (toDevice.size() == 1) {
            world.soon(1, 40, this::hand);
        }
    }

    private void hand() {
        while (open && !toDevice.isEmpty()) {
            if (world.strikes(world.faults.connectionBreaks())) {
                cut();
                return;
            }
            Told told = toDevice.removeFirst();
            device.told(this, told);
        }
    }

    /** Closed by the gateway: what was sent before still arrives. */
    void close(CloseCode code) {
        if (!open()) {
            return;
        }
        closing = true;
        if (world.traced()) {
            world.say("%s: closes the connection of %s with %s".formatted(gateway, device, code));
        }
        world.soon(0, 30, () -> gateway.closed(this));
        world.soon(41, 80, this::cut);
    }

    /** Breaks: each end notices when it does. */
    void cut() {
        if (!open) {
            return;
        }
        open = false;
        toDevice.clear();
        toGateway.clear();
        if (world.traced()) {
            world.say("the connection of %s to %s breaks".formatted(device, gateway));
        }
        world.soon(0, 200, () -> gateway.closed(this));
        device.disconnected(this);
    }
}
