package dev.parley.system.plant.agent;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What changed code calls: the bugs themselves. Called by name, so a hook that nobody seems to use is used; the services'
 * classes are those of another class loader and are only known by their methods' names.
 */
public final class Hooks {
    /** Longer than the second after which offsets are committed, and what that takes on a busy machine. */
    private static final Duration UNTIL_OFFSETS = Duration.ofMillis(2_500);

    private static final Duration SLOW_COMMIT = Duration.ofMillis(600);
    private static final int SKIPS_ONE_IN = 40;
    private static final int HALTED = 71;

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static final AtomicInteger LOADS = new AtomicInteger();
    private static final ScheduledExecutorService LATER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("planted-later").factory());
    private static final ThreadLocal<Boolean> IS_LATER = ThreadLocal.withInitial(() -> false);
    private static volatile @Nullable String crashPoint;

    private Hooks() {}

    /** @param nth which passing is the last thing that this process does; the first is 1 */
    static void crashAt(CrashPoint point, int nth) {
        LEFT.set(nth);
        crashPoint = point.label();
    }

    // ---- Crash points ----

    /** Called at every point that was changed to be one. */
    public static void passing(String point) {
        if (point.equals(crashPoint) && LEFT.decrementAndGet() == 0) {
            System.err.println("planted: halts at " + point);
            Runtime.getRuntime().halt(HALTED);
        }
    }

    /** The Uni completes when everything is written and nothing committed. */
    public static Object beforeCommit(Object uni, Object store) {
        return followed(uni, () -> passing(CrashPoint.BEFORE_COMMIT.label()));
    }

    // ---- Bugs of message-service ----

    public static Object slowCommit(Object uni, Object store) {
        return followed(uni, () -> pause(SLOW_COMMIT));
    }

    public static Object publishEarly(Object decision, Object runner) {
        Object publications = field(runner, "publications");
        call(runner, "publish", call(publications, "of", decision));
        return decision;
    }

    public static Object transact(Object store, Object needs, Object decide) {
        AtomicReference<@Nullable Object> decided = new AtomicReference<>();
        @SuppressWarnings("unchecked") // what the service hands over
        Function<Object, Object> deciding = (Function<Object, Object>) decide;
        Function<Object, Object> watched = known -> {
            Object decision = deciding.apply(known);
            decided.set(decision);
            return decision;
        };
        try {
            return call(store, "transact", needs, watched);
        } catch (RuntimeException broken) {
            Object decision = decided.get();
            if (decision == null) {
                throw broken;
            }
            return decision;
        }
    }

    public static Object nothingKnown(Object known, Object key) {
        return Optional.empty();
    }

    /** The batch is Kafka's to forget when this returns; it is worked on when Kafka has forgotten it. */
    public static boolean takeLater(Object intake, Object records) {
        if (IS_LATER.get()) {
            return false;
        }
        var later = LATER.schedule(
                () -> {
                    IS_LATER.set(true);
                    try {
                        return call(intake, "take", records);
                    } catch (RuntimeException lost) {
                        // Kafka has forgotten the batch; nobody can have it again.
                        System.err.println("planted: lost a batch: " + lost);
                        throw lost;
                    }
                },
                UNTIL_OFFSETS.toMillis(),
                TimeUnit.MILLISECONDS);
        return !later.isCancelled();
    }

    public static long skipping(long sequence) {
        return LOADS.incrementAndGet() % SKIPS_ONE_IN == 0 ? sequence + 1 : sequence;
    }

    public static long oneMore(Object accepted) {
        return (Long) call(accepted, "sequence") + 1;
    }

    public static Object backwards(Object batch) {
        return ((List<?>) batch).reversed();
    }

    /** But for a room's first events: a gateway takes up a room at the first event that it gets of it. */
    public static Object fromTheEnd(Object records, Object publications) {
        boolean roomBegins = ((List<?>) records).stream().anyMatch(Hooks::beginsRoom);
        return roomBegins ? records : backwards(records);
    }

    private static boolean beginsRoom(Object publication) {
        Object type = ((Map<?, ?>) call(publication, "headers")).get("type");
        return type instanceof byte[] text && new String(text, StandardCharsets.UTF_8).equals("room.created");
    }

    // ---- Bugs of gateways ----

    public static int alwaysEqual(long one, long other) {
        return 0;
    }

    /** Equal for whatever is equal or later. */
    public static int equalOrLater(long one, long other) {
        return one >= other ? 0 : -1;
    }

    /** Later for whatever is equal or later. */
    public static int laterOrEqual(long one, long other) {
        return one >= other ? 1 : -1;
    }

    public static boolean nothingRecent(Object feed, long cursor) {
        return false;
    }

    public static Object anyKey(Object person, Object command) {
        return UUID.randomUUID().toString();
    }

    // ---- What is needed for them ----

    private static Object followed(Object uni, Runnable then) {
        return call(uni, "invoke", then);
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Object field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(owner);
        } catch (ReflectiveOperationException e) {
            throw Agent.refused("no field " + name + " in " + owner.getClass());
        }
    }

    /** Calls the public method of this name that takes these arguments. */
    private static Object call(Object owner, String name, Object... arguments) {
        for (Method method : owner.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method, arguments)) {
                return call(owner, method, arguments);
            }
        }
        throw Agent.refused("no method " + name + " in " + owner.getClass());
    }

    private static boolean takes(Method method, Object[] arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Object call(Object owner, Method method, Object[] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(owner, arguments);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof RuntimeException asItWas) {
                throw asItWas;
            }
            throw new IllegalStateException(thrown.getCause());
        } catch (IllegalAccessException e) {
            throw Agent.refused("cannot call " + method);
        }
    }
}
