package dev.parley.system.plant.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code -javaagent:<jar>=service=message,bug=offsets-first,crashes=<file>,sign=<file>}: what is to be planted into which
 * service, and a file that appears when it is. {@code bug} or {@code crashes} may be left out. The service halts at the
 * {@link CrashPoint} that the file of crashes names with which passing of it, as {@code after-commit:3}, whenever that file
 * appears; it is deleted when it was read.
 *
 * <p>It never lets a process run that is not changed as it should be: if a class or a place in it is not found, the process ends with one line that says so. Otherwise a name changed in a service would turn a
 * planted bug into none, and nobody would notice.
 */
public final class Agent implements ClassFileTransformer {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(20);
    private static final int REFUSED = 70;

    private final List<Change> changes;
    private final Map<String, List<Change>> due;
    /** The one of the service's own classes. */
    private final CompletableFuture<ClassLoader> service = new CompletableFuture<>();

    private Agent(List<Change> changes) {
        this.changes = List.copyOf(changes);
        this.due = new ConcurrentHashMap<>(changes.stream().collect(Collectors.groupingBy(Change::internalName)));
    }

    /** Called by the JVM before the service's main method. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        Map<String, String> options = options(arguments);
        List<Change> changes = new ArrayList<>();
        String bug = options.get("bug");
        if (bug != null) {
            changes.addAll(Bug.named(bug)
                    .orElseThrow(() -> refused("no such bug: " + bug))
                    .changes());
        }
        String crashes = options.get("crashes");
        if (crashes != null) {
            for (CrashPoint point : CrashPoint.values()) {
                changes.addAll(point.changes());
            }
        }
        String service = options.getOrDefault("service", "");
        changes.removeIf(change -> !change.service().equals(service));
        if (changes.isEmpty()) {
            throw refused("nothing to change in '" + service + "' for " + arguments);
        }
        var agent = new Agent(changes);
        instrumentation.addTransformer(agent);
        Path sign = Path.of(options.getOrDefault("sign", ""));
        Thread.ofPlatform().daemon().name("planted-watch").start(() -> {
            agent.watch(sign);
            if (crashes != null) {
                heed(Path.of(crashes));
            }
        });
    }

    private static Map<String, String> options(String arguments) {
        Map<String, String> options = new HashMap<>();
        for (String option : arguments.split(",")) {
            String[] sides = option.split("=", 2);
            options.put(sides[0], sides[1]);
        }
        return options;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (loader == null
                || name == null
                || !name.startsWith(changes.getFirst().internalPackage())) {
            return null;
        }
        service.complete(loader);
        List<Change> here = due.remove(name);
        if (here == null) {
            return null;
        }
        try {
            return new Editor(loader).edit(bytes, here);
        } catch (RuntimeException | Error failure) {
            // The JVM would go on with the class as it was, and without a word.
            throw refused(String.valueOf(failure.getMessage()));
        }
    }

    /** Loads what is to be changed, which some services do only when they use it, and says that it is changed. */
    private void watch(Path sign) {
        try {
            ClassLoader loader = service.get(STARTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            for (Change change : changes) {
                Class<?> loaded = Class.forName(change.type(), false, loader);
                if (due.containsKey(change.internalName())) {
                    throw refused(loaded + " was loaded and not changed");
                }
            }
            // The same process may be started again with the same options.
            Files.writeString(sign, "");
        } catch (ClassNotFoundException | TimeoutException | ExecutionException e) {
            throw refused("no such class: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw refused("cannot write " + sign);
        }
    }

    /** Waits for orders to halt, for as long as the process lives. */
    private static void heed(Path orders) {
        try {
            while (true) {
                if (Files.exists(orders)) {
                    String[] order = Files.readString(orders).split(":", 2);
                    // First, or the next process would halt as well.
                    Files.delete(orders);
                    Hooks.crashAt(
                            CrashPoint.named(order[0]).orElseThrow(() -> refused("no such crash point: " + order[0])),
                            Integer.parseInt(order[1]));
                }
                Thread.sleep(LOOKS_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw refused("cannot read " + orders);
        }
    }

    /** Ends the process; returns only for the compiler. */
    static IllegalStateException refused(String reason) {
        System.err.println("parley: not planted: " + reason);
        Runtime.getRuntime().halt(REFUSED);
        return new IllegalStateException(reason);
    }
}
