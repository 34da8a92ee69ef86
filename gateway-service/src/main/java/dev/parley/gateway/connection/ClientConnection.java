package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import dev.parley.contract.Person;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.delivery.Listener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket. Fields without another word belong to the socket's event loop.
 *
 * <p>Three rules of back-pressure. Inbound: with as many commands in flight as are allowed, the socket is not read until
 * one is answered. Outbound: with more than the limit waiting, the connection is closed with 4008; whoever reads again
 * resumes. And a client that does not even take the close frame is cut off.
 */
public final class ClientConnection implements Listener {
    public static final TypedKey<ClientConnection> KEY = new TypedKey<>("parley.connection");

    private static final int CUT_OFF_AFTER_SECONDS = 5;

    private final WebSocketConnection socket;
    private final Channel channel;
    private final FrameWriter writer;
    private final Person person;
    private final int lane;
    private final int outboundLimitBytes;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final int inFlightLimit;
    private final long closeAtMillis;

    private long expiresAtMillis;
    private long heardAtMillis;
    private boolean pinged;
    private int badFrames;
    private boolean closing;
    /** Whether this connection stands in its lane's row of those to flush. */
    boolean dirty;

    private volatile @Nullable CloseCode closedWith;

    ClientConnection(
            WebSocketConnection socket,
            Channel channel,
            SignedIn signedIn,
            int lane,
            ConnectionLimits limits,
            long closeAtMillis) {
        this.socket = socket;
        this.channel = channel;
        this.writer = new FrameWriter(channel);
        this.person = signedIn.person();
        this.lane = lane;
        this.outboundLimitBytes = limits.outboundBytes();
        this.inFlightLimit = limits.commandsInFlight();
        this.closeAtMillis = closeAtMillis;
        this.expiresAtMillis = signedIn.expires().toEpochMilli();
    }

    /** Bounds of one connection. */
    record ConnectionLimits(int outboundBytes, int commandsInFlight) {}

    public String id() {
        return socket.id();
    }

    public Person person() {
        return person;
    }

    @Override
    public String user() {
        return person.id();
    }

    @Override
    public int lane() {
        return lane;
    }

    /** How the gateway closed it; null if the client did, or the network. Any thread. */
    public @Nullable CloseCode closedWith() {
        return closedWith;
    }

    /** Whether the socket is closed. Any thread. */
    public boolean gone() {
        return !channel.isActive();
    }

    // ---- Inbound ----

    public void heard(long nowMillis) {
        heardAtMillis = nowMillis;
        pinged = false;
    }

    /** @return how many bad frames there were by now */
    public int countBadFrame() {
        return ++badFrames;
    }

    /** Whether a close frame was sent: what the client still says no longer counts. Event loop only. */
    public boolean closing() {
        return closing;
    }

    /** Whether a command of this connection waits for its answer. Any thread. */
    boolean awaitsAnswers() {
        return inFlight.get() > 0;
    }

    /** A command is on its way; call before it is sent. */
    public void commandTaken() {
        if (inFlight.incrementAndGet() >= inFlightLimit) {
            channel.config().setAutoRead(false);
        }
    }

    /** A command was answered. Any thread. */
    public void commandAnswered() {
        if (inFlight.decrementAndGet() == inFlightLimit - 1) {
            channel.eventLoop().execute(this::readOn);
        }
    }

    private void readOn() {
        if (inFlight.get() < inFlightLimit) {
            channel.config().setAutoRead(true);
        }
    }

    public void extend(SignedIn fresh) {
        expiresAtMillis = fresh.expires().toEpochMilli();
    }

    // ---- Time ----

    /** What is due at a moment. */
    enum Due {
        NOTHING,
        PING,
        GIVE_UP,
        EXPIRE,
        /** It lasted as long as connections do here; the client comes back, perhaps to another gateway. */
        MOVE
    }

    Due due(long nowMillis, long heartbeatMillis, long graceMillis) {
        if (closing) {
            return Due.NOTHING;
        }
        if (nowMillis >= expiresAtMillis) {
            return Due.EXPIRE;
        }
        if (nowMillis >= closeAtMillis && !awaitsAnswers()) {
            return Due.MOVE;
        }
        if (inFlight.get() >= inFlightLimit) {
            // Its socket is not read: the silence is ours.
            heardAtMillis = nowMillis;
        }
        long silentMillis = nowMillis - heardAtMillis;
        if (silentMillis >= heartbeatMillis + graceMillis) {
            return Due.GIVE_UP;
        }
        if (silentMillis >= heartbeatMillis && !pinged) {
            pinged = true;
            return Due.PING;
        }
        return Due.NOTHING;
    }

    // ---- Outbound ----

    /** Writes without a flush; takes over the reference. */
    void write(ByteBuf frame) {
        if (closing || !channel.isActive()) {
            frame.release();
            return;
        }
        writer.write(frame);
    }

    void write(ByteBuf frame, Runnable written) {
        if (closing || !channel.isActive()) {
            frame.release();
            return;
        }
        ChannelPromise promise = channel.newPromise();
        promise.addListener(done -> {
            if (done.isSuccess()) {
                written.run();
            }
        });
        writer.write(frame, promise);
    }

    /** Writes and flushes on the event loop. Any thread. */
    public void send(byte[] frame) {
        if (channel.eventLoop().inEventLoop()) {
            write(Wire.text(frame));
            flush();
        } else {
            channel.eventLoop().execute(() -> send(frame));
        }
    }

    void flush() {
        writer.flush();
        if (!closing && outboundBytes() > outboundLimitBytes) {
            close(CloseCode.TOO_SLOW);
        }
    }

    /** What waits for the client. Event loop only. */
    long outboundBytes() {
        return writer.waitingBytes();
    }

    /** Closes once; what was written before goes out first. Any thread. */
    public void close(CloseCode code) {
        close(code, code.reason());
    }

    /** Sends the client to another gateway, after a moment of its own. Any thread. */
    void moveOn() {
        close(CloseCode.DRAINING, RetryHint.drawn());
    }

    private void close(CloseCode code, String reason) {
        if (!channel.eventLoop().inEventLoop()) {
            channel.eventLoop().execute(() -> close(code, reason));
            return;
        }
        if (closing || !channel.isActive()) {
            return;
        }
        closing = true;
        closedWith = code;
        writer.releaseToNetty();
        // A socket that was not read while commands waited must be, or the client's close frame is never seen.
        channel.config().setAutoRead(true);
        socket.close(new CloseReason(code.code(), reason)).subscribe().with(_ -> {}, _ -> channel.close());
        channel.eventLoop().schedule(() -> channel.close(), CUT_OFF_AFTER_SECONDS, TimeUnit.SECONDS);
    }
}
