package dev.parley.system.plant.agent;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code -javaagent:<jar>=service=message,orders=<folder>}: which service this is, and where it is told what to do.
 *
 * <p>The folder's file {@code bug} names, behind a number, the {@link Bug} that is to be in the service, or {@code none}:
 * {@code 3 offsets-first}. It is heeded before the first of the service's classes is loaded and whenever it changes; classes
 * that are loaded are changed then. When it is so the number stands in the file {@code planted}. The service halts at the
 * {@link CrashPoint} that the file {@code crash} names with which passing of it, as {@code after-commit:3}, whenever that
 * file appears; it is deleted when it was read.
 *
 * <p>It never lets a process run that is not changed as it should be: if a class or a place in it is not found, the process
 * ends with one line that says so. Otherwise a name changed in a service would turn a planted bug into none, and nobody would
 * notice.
 */
public final class Agent implements ClassFileTransformer {
    /** In the folder of orders. */
    public static final String BUG = "bug";
    /** In the folder of orders. */
    public static final String PLANTED = "planted";
    /** In the folder of orders. */
    public static final String CRASH = "crash";
    /** In place of a bug's label. */
    public static final String NO_BUG = "none";

    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(20);
    private static final int REFUSED = 70;

    private final Instrumentation instrumentation;
    private final String service;
    private final Path orders;
    /** What classes are to be changed to from now on, by their internal names. */
    private volatile Map<String, List<Change>> changes;
    /** Internal names of classes that were changed so. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    /** The one of the service's own classes. */
    private final CompletableFuture<ClassLoader> loader = new CompletableFuture<>();

    private Agent(Instrumentation instrumentation, String service, Path orders, String bug) {
        this.instrumentation = instrumentation;
        this.service = service;
        this.orders = orders;
        this.changes = changes(bug);
    }

    /** Called by the JVM before the service's main method. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        Map<String, String> options = options(arguments);
        Path orders = Path.of(options.getOrDefault("orders", ""));
        try {
            String[] order = order(orders);
            var agent = new Agent(instrumentation, options.getOrDefault("service", ""), orders, order[1]);
            instrumentation.addTransformer(agent, true);
            Thread.ofPlatform().daemon().name("planted-watch").start(() -> agent.watch(order[0]));
        } catch (IOException e) {
            throw refused("cannot read " + orders);
        }
    }

    private static Map<String, String> options(String arguments) {
        Map<String, String> options = new HashMap<>();
        for (String option : arguments.split(",")) {
            String[] sides = option.split("=", 2);
            options.put(sides[0], sides[1]);
        }
        return options;
    }

    /** The number of the order, and the bug's label. */
    private static String[] order(Path orders) throws IOException {
        return Files.readString(orders.resolve(BUG)).split(" ", 2);
    }

    /** The bug's, as far as it is in this service, and all crash points; a crash is seen behind what a bug does. */
    private Map<String, List<Change>> changes(String bug) {
        List<Change> all = new ArrayList<>();
        if (!bug.equals(NO_BUG)) {
            all.addAll(Bug.named(bug)
                    .orElseThrow(() -> refused("no such bug: " + bug))
                    .changes());
        }
        Arrays.stream(CrashPoint.values()).forEach(point -> all.addAll(point.changes()));
        return all.stream()
                .filter(change -> change.service().equals(service))
                .collect(Collectors.groupingBy(Change::internalName));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader from,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (from == null || name == null || !name.startsWith(Change.internalPackage(service))) {
            return null;
        }
        loader.complete(from);
        List<Change> here = changes.get(name);
        if (here == null) {
            return null;
        }
        try {
            byte[] edited = new Editor(from).edit(bytes, here);
            changed.add(name);
            return edited;
        } catch (RuntimeException | Error failure) {
            // The JVM would go on with the class as it was, and without a word.
            throw refused(String.valueOf(failure.getMessage()));
        }
    }

    /** Heeds orders for as long as the process lives. */
    private void watch(String first) {
        try {
            ClassLoader own = loader.get(STARTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            classes(changes.keySet(), own);
            say(first);
            String done = first;
            while (true) {
                String[] order = order(orders);
                if (!order[0].equals(done)) {
                    plant(order[1], own);
                    done = order[0];
                    say(done);
                }
                heedCrash();
                Thread.sleep(LOOKS_EVERY);
            }
        } catch (ClassNotFoundException | TimeoutException | ExecutionException e) {
            throw refused("no such class: " + e.getMessage());
        } catch (UnmodifiableClassException | UnsupportedOperationException e) {
            throw refused("a class that is loaded cannot be changed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw refused("orders cannot be followed: " + e);
        }
    }

    /** Changes back what is changed otherwise, and changes what this bug asks for. */
    private void plant(String bug, ClassLoader own) throws ClassNotFoundException, UnmodifiableClassException {
        Set<String> concerned = new TreeSet<>(changes.keySet());
        changes = changes(bug);
        concerned.addAll(changes.keySet());
        List<Class<?>> loaded = classes(concerned, own);
        changed.clear();
        instrumentation.retransformClasses(loaded.toArray(Class<?>[]::new));
    }

    /** Loads those of these classes that are not, as some are only when they are used. */
    private static List<Class<?>> classes(Set<String> internalNames, ClassLoader own) throws ClassNotFoundException {
        List<Class<?>> loaded = new ArrayList<>();
        for (String name : internalNames) {
            loaded.add(Class.forName(name.replace('/', '.'), false, own));
        }
        return loaded;
    }

    /** That the order of this number is followed. */
    private void say(String number) throws IOException {
        if (!changed.containsAll(changes.keySet())) {
            throw refused("not all of " + changes.keySet() + " are changed");
        }
        Path unfinished = orders.resolve(PLANTED + ".new");
        Files.writeString(unfinished, number);
        Files.move(unfinished, orders.resolve(PLANTED), StandardCopyOption.ATOMIC_MOVE);
    }

    private void heedCrash() throws IOException {
        Path file = orders.resolve(CRASH);
        if (Files.exists(file)) {
            String[] order = Files.readString(file).split(":", 2);
            // First, or the next process would halt as well.
            Files.delete(file);
            Hooks.crashAt(
                    CrashPoint.named(order[0]).orElseThrow(() -> refused("no such crash point: " + order[0])),
                    Integer.parseInt(order[1]));
        }
    }

    /** Ends the process; returns only for the compiler. */
    static IllegalStateException refused(String reason) {
        System.err.println("parley: not planted: " + reason);
        Runtime.getRuntime().halt(REFUSED);
        return new IllegalStateException(reason);
    }
}
