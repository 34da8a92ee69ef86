package dev.parley.local.service;

import dev.parley.local.Workspace;
import dev.parley.local.process.Jvm;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What the services are run from.
 *
 * @param java the program that runs them
 * @param jars of each service, what {@code java -jar} runs
 * @param jvmOptions of each service, an argument file of the java launcher
 */
public record Programs(String java, Function<ServiceKind, Path> jars, Function<ServiceKind, Path> jvmOptions) {

    /** As Maven built them, run by the Java that runs us. */
    public static Programs built(Workspace workspace) {
        return new Programs(
                Jvm.program(),
                kind -> workspace.serviceJar(kind.module()),
                kind -> workspace.jvmOptions(kind.module()));
    }

    public StartCache startCache(ServiceKind kind) {
        return StartCache.beside(jars.apply(kind));
    }
}
