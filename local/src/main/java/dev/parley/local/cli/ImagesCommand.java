package dev.parley.local.cli;

import dev.parley.local.Folders;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.image.Images;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley images}: the services as OCI images. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = "Makes the OCI images of the three services, to a registry or to files. No Docker is needed.",
        footer = {
            "",
            "Each image holds a cache of its service's start, made by the base's own Java, and starts much quicker.",
            "To make it, PostgreSQL, Kafka, Keycloak and the services run here for some minutes; --no-train skips it.",
            "",
            "Beside the images a bill of materials (CycloneDX) for each is written to the output folder.",
            "Passwords of registries are read from ~/.docker/config.json.",
            "With --base and without --registry no network is needed."
        })
final class ImagesCommand implements Callable<Integer> {
    /** Follows the release that the services are compiled for. */
    private static final String USUAL_BASE = "docker.io/library/eclipse-temurin:25-jre";

    @Option(
            names = "--registry",
            paramLabel = "REGISTRY",
            description = "Pushes to REGISTRY/parley/…, for example registry.example/team.")
    private @Nullable String registry;

    @Option(
            names = "--base",
            paramLabel = "TAR",
            description = "The base image as a file (docker save, or an OCI archive): a Java runtime 25 or newer.")
    private @Nullable Path baseTar;

    @Option(
            names = "--base-image",
            paramLabel = "IMAGE",
            defaultValue = USUAL_BASE,
            description = "The base image in a registry. (" + USUAL_BASE + ")")
    private String baseImage = USUAL_BASE;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the files go. (.parley/images at the repository's top)")
    private @Nullable Path output;

    @Option(names = "--tag", paramLabel = "TAG", description = "The images' tag. (the version)")
    private @Nullable String tag;

    @Option(names = "--no-train", description = "Makes no cache of the services' starts.")
    private boolean withoutTraining;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        var workspace = Workspace.find();
        var folder = output != null
                ? output.toAbsolutePath().normalize()
                : workspace.dataDirectory().resolve("images");
        var base = baseTar != null ? new Images.Base.File(baseTar) : new Images.Base.Named(baseImage);
        var progress = new ElapsedProgress(spec.commandLine().getOut());
        var images = new Images(workspace, base, tag != null ? tag : version(), progress);
        var work = workspace
                .dataDirectory()
                .resolve("images-" + ProcessHandle.current().pid());
        try {
            if (!withoutTraining) {
                train(images, work, progress);
            }
            if (registry != null) {
                images.push(registry, folder);
            } else {
                images.write(folder);
            }
        } finally {
            delete(work);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void train(Images images, Path work, Progress progress) {
        progress.say("starting PostgreSQL, Kafka and Keycloak");
        var options = InfrastructureOptions.freePorts(work.resolve("infrastructure"));
        try (var infrastructure = Infrastructure.start(options, progress)) {
            images.learnStarts(infrastructure, work);
        }
    }

    private static void delete(Path work) {
        try {
            Folders.delete(work);
        } catch (IOException e) {
            throw new LocalFailure("cannot delete " + work + ": " + e.getMessage(), e);
        }
    }

    private static String version() {
        var version = ImagesCommand.class.getPackage().getImplementationVersion();
        return version == null ? "latest" : version;
    }
}
