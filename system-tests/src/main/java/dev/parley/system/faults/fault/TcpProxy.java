package dev.parley.system.faults.fault;

import dev.parley.local.process.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between two processes and treats what passes as a bad network would. Virtual threads, one for each direction of a
 * connection.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_MILLISECONDS = 2_000;

    /** What happens to what passes. */
    public enum Mode {
        /** It passes. */
        PASS,
        /** It passes late, both ways. */
        DELAY,
        /** What is connected is reset, and so is everybody who tries. */
        CUT,
        /** Everything stays connected and nothing passes, until the mending resets it. */
        HALF_OPEN,
        /** Requests pass, answers vanish, until the mending resets it. */
        SWALLOW_ANSWERS
    }

    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final Duration delay;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    /** Nothing passes here any more, and nobody is told. */
    private final Set<Socket> silenced = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Mode mode = Mode.PASS;

    /** @param targetPort of the same machine */
    public TcpProxy(int targetPort, Duration delay) {
        this.target = new InetSocketAddress(Ports.HOST, targetPort);
        this.delay = delay;
        try {
            this.listening = new ServerSocket(0, 512, InetAddress.getByName(Ports.HOST));
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen for a proxy", e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void set(Mode next) {
        Mode before;
        lock.lock();
        try {
            before = mode;
            mode = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean streamsBroken = before == Mode.HALF_OPEN || before == Mode.SWALLOW_ANSWERS;
        if (next == Mode.CUT || (streamsBroken && next != before)) {
            sockets.forEach(TcpProxy::reset);
        }
    }

    /**
     * As if the machine behind it had lost its power and another had taken its place: who is connected now hears nothing any
     * more, not even an end; who connects from now on passes.
     */
    public void silence() {
        silenced.addAll(sockets);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        sockets.add(client);
        if (mode == Mode.CUT) {
            reset(client);
            sockets.remove(client);
            return;
        }
        Socket server = new Socket();
        sockets.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLISECONDS);
        } catch (IOException refused) {
            end(client, server);
            return;
        }
        Thread.ofVirtual().start(() -> pass(client, server, false));
        pass(server, client, true);
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                int read = in.read(buffer);
                if (read < 0) {
                    break;
                }
                if (!silenced.contains(from) && treat(answers)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException broken) {
            // Both sides hear of it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answers && silenced.contains(from)) {
            reset(from);
            sockets.remove(from);
        } else {
            end(from, to);
        }
        silenced.remove(from);
    }

    /** @return whether it may pass now */
    private boolean treat(boolean answers) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (mode == Mode.DELAY) {
                // A mending ends the delay at once.
                long left = delay.toNanos();
                while (mode == Mode.DELAY && left > 0) {
                    left = changed.awaitNanos(left);
                }
            }
            while (mode == Mode.HALF_OPEN) {
                changed.await();
            }
            return mode != Mode.CUT && !(mode == Mode.SWALLOW_ANSWERS && answers);
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException gone) {
            // It is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException gone) {
            // It is what was wanted.
        }
        sockets.forEach(TcpProxy::reset);
    }
}
