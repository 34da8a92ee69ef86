package dev.parley.system.plant.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes a service's classes: while they are loaded, as {@code -javaagent:<jar>=<options>}, or while the service runs, as
 * an agent that is loaded into it. The options are {@code service=message,bug=offsets-first,crash=after-commit:3}: what is to
 * be planted into which service. {@code bug} or {@code crash} may be left out; in a service that runs both may, and then it
 * is again what it was.
 *
 * <p>It never lets a service pass for changed that is not changed as it should be: if a class or a place in it is not found,
 * the process ends with one line that says so, or, if it runs already, whoever wanted the change hears of it. Otherwise a name
 * changed in a service would turn a planted bug into none, and nobody would notice.
 */
public final class Agent implements ClassFileTransformer {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final int REFUSED = 70;

    private static @Nullable Agent planted;

    private final Instrumentation instrumentation;
    private final List<Change> changes;
    private final Map<String, List<Change>> byClass;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    /** Whatever was thrown while a class was changed; the JVM would go on with the class as it was, and without a word. */
    private final List<Throwable> failures = new ArrayList<>();
    /** The one of the service's own classes. */
    private final CompletableFuture<ClassLoader> service = new CompletableFuture<>();

    private Agent(Instrumentation instrumentation, List<Change> changes) {
        this.instrumentation = instrumentation;
        this.changes = List.copyOf(changes);
        this.byClass = changes.stream().collect(Collectors.groupingBy(Change::internalName));
    }

    /** Called by the JVM before the service's main method. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        Map<String, String> options = options(arguments);
        var agent = new Agent(instrumentation, changes(options));
        if (agent.changes.isEmpty()) {
            throw refused("nothing to change for " + arguments);
        }
        plant(agent);
        instrumentation.addTransformer(agent, true);
        Thread.ofPlatform().daemon().name("planted-watch").start(agent::watch);
    }

    /**
     * Called by the JVM when the agent is loaded into a service that runs. What was planted before is taken out; when this
     * returns, every call of a method that is to be changed is one of the changed method.
     */
    public static void agentmain(String arguments, Instrumentation instrumentation)
            throws ClassNotFoundException, UnmodifiableClassException {
        Map<String, String> options = options(arguments);
        var agent = new Agent(instrumentation, changes(options));
        ClassLoader loader = loader(instrumentation, options.getOrDefault("service", ""));
        Agent before = plant(agent);
        Set<Class<?>> classes = new LinkedHashSet<>(agent.classes(loader));
        if (before != null) {
            before.instrumentation.removeTransformer(before);
            classes.addAll(before.classes(loader));
        }
        instrumentation.addTransformer(agent, true);
        instrumentation.retransformClasses(classes.toArray(Class<?>[]::new));
        agent.requireChanged();
    }

    private static synchronized @Nullable Agent plant(Agent next) {
        Agent before = planted;
        planted = next;
        return before;
    }

    private static ClassLoader loader(Instrumentation instrumentation, String service) throws ClassNotFoundException {
        String prefix = "dev.parley." + service + ".";
        return Stream.of(instrumentation.getAllLoadedClasses())
                .filter(loaded -> loaded.getName().startsWith(prefix))
                .map(Class::getClassLoader)
                .findFirst()
                .orElseThrow(() -> new ClassNotFoundException("this is no " + service + "-service"));
    }

    /** Empty where nothing is to be planted. */
    private static List<Change> changes(Map<String, String> options) {
        List<Change> changes = new ArrayList<>();
        String bug = options.get("bug");
        if (bug != null) {
            changes.addAll(Bug.named(bug)
                    .orElseThrow(() -> refused("no such bug: " + bug))
                    .changes());
        }
        String crash = options.get("crash");
        if (crash != null) {
            String[] point = crash.split(":", 2);
            CrashPoint chosen =
                    CrashPoint.named(point[0]).orElseThrow(() -> refused("no such crash point: " + point[0]));
            Hooks.crashAt(chosen, Integer.parseInt(point[1]));
            changes.addAll(chosen.changes());
        }
        String service = options.getOrDefault("service", "");
        changes.removeIf(change -> !change.service().equals(service));
        return changes;
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
                || changes.isEmpty()
                || !name.startsWith(changes.getFirst().internalPackage())) {
            return null;
        }
        service.complete(loader);
        List<Change> here = byClass.get(name);
        if (here == null) {
            return null;
        }
        try {
            byte[] edited = new Editor(loader).edit(bytes, here);
            changed.add(name);
            return edited;
        } catch (RuntimeException | Error failure) {
            if (redefined == null) {
                throw refused(String.valueOf(failure.getMessage()));
            }
            failures.add(failure);
            return null;
        }
    }

    private Set<Class<?>> classes(ClassLoader loader) throws ClassNotFoundException {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Change change : changes) {
            classes.add(Class.forName(change.type(), false, loader));
        }
        return classes;
    }

    private void requireChanged() {
        if (!failures.isEmpty()) {
            throw new IllegalStateException("not planted", failures.getFirst());
        }
        if (!changed.equals(byClass.keySet())) {
            throw new IllegalStateException(
                    "not planted: of " + byClass.keySet() + " only " + changed + " was changed");
        }
    }

    /** Loads what is to be changed, which some services do only when they use it. */
    private void watch() {
        try {
            classes(service.get(STARTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS));
            requireChanged();
        } catch (ClassNotFoundException | TimeoutException | ExecutionException e) {
            throw refused("no such class: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process; returns only for the compiler. */
    static IllegalStateException refused(String reason) {
        System.err.println("parley: not planted: " + reason);
        Runtime.getRuntime().halt(REFUSED);
        return new IllegalStateException(reason);
    }
}
