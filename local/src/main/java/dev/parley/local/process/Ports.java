package dev.parley.local.process;

import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
public final class Ports {
    public static final String HOST = "127.0.0.1";

    private static final int CONNECT_MILLISECONDS = 1000;
    /**
     * Below those that systems give to connections (Linux from 32768 on, others from 49152): a server that is started again
     * would find its port taken by a connection that somebody made, or that lingers in TIME_WAIT.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    /** What was handed out and may not be bound yet: several servers start at once and must not get the same port. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** Whether nobody listens there now. Between the answer and a bind somebody else may come. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            // Without SO_REUSEADDR a port of connections that linger in TIME_WAIT would count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, port), 1);
        } catch (IOException taken) {
            return false;
        }
        return !somebodyListensOnEveryAddress(port);
    }

    /** Whether nobody listens there by then, in the measure of {@link System#nanoTime()}. */
    public static boolean becomesFree(int port, long end) {
        while (!isFree(port)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Await.pause();
        }
        return true;
    }

    /** A bind to one address succeeds on some systems although another process listens on all of them. */
    private static boolean somebodyListensOnEveryAddress(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port), 1);
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    /** Whether somebody accepts connections there now. */
    public static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, port), CONNECT_MILLISECONDS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** A free port that this JVM was not given before, and that stays free of connections while its server is down. */
    public static int anyFree() {
        synchronized (GIVEN) {
            for (int attempt = 0; attempt < 100; attempt++) {
                int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
                if (isFree(port) && GIVEN.add(port)) {
                    return port;
                }
            }
        }
        throw new LocalFailure("no free port on " + HOST);
    }

    /** The port itself, or any free one for 0. */
    public static int orAnyFree(int port) {
        return port == 0 ? anyFree() : port;
    }
}
