package dev.parley.system.faults.fault;

import dev.parley.local.service.ServiceProcess;
import dev.parley.system.plant.Planter;
import dev.parley.system.plant.agent.CrashPoint;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A message-service that halts at one of its most delicate moments, and is started again. */
public final class Crashes {
    private static final int LATEST_PASSING = 4;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Crashes() {}

    static List<String> names() {
        return Stream.of(CrashPoint.values()).map(Crashes::name).toList();
    }

    /** As the option {@code --faults} takes it. */
    public static String name(CrashPoint point) {
        return "crash-" + point.label();
    }

    static List<Fault> of(Stage stage) {
        return Stream.of(CrashPoint.values()).map(point -> crash(stage, point)).toList();
    }

    private static Fault crash(Stage stage, CrashPoint point) {
        return new Fault(name(point), Set.of("messages"), Duration.ZERO, LONGEST, random -> {
            List<ServiceProcess> messages = stage.messages();
            ServiceProcess one = messages.get(random.nextInt(messages.size()));
            Planter.Armed armed = stage.planter().arm(one, point, 1 + random.nextInt(LATEST_PASSING));
            armed.requireHalt();
            return one::start;
        });
    }
}
