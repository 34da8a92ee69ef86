package dev.parley.local.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import dev.parley.local.LocalFailure;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.chat.ReturningCrowd;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.Tokens;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.ChildProcess;
import dev.parley.local.service.ParleyOptions;
import dev.parley.local.service.Programs;
import dev.parley.local.service.ServiceKind;
import dev.parley.local.service.StartCache;
import dev.parley.local.service.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/** Makes the images of all services. */
public final class Images {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Workspace workspace;
    private final Base base;
    private final String version;
    private final Progress progress;
    private final Map<ServiceKind, Path> startCaches = new EnumMap<>(ServiceKind.class);

    /** What the images stand on: a Java runtime of at least the release that the services are compiled for. */
    public sealed interface Base {
        /** An image of a registry. */
        record Named(String reference) implements Base {}

        /** An image in a file, as {@code docker save} or an OCI archive. */
        record File(Path tar) implements Base {}
    }

    public Images(Workspace workspace, Base base, String version, Progress progress) {
        this.workspace = workspace;
        this.base = base;
        this.version = version;
        this.progress = progress;
    }

    /**
     * Has the Java of the base learn the services' starts, on an infrastructure that runs; the images that are made from then
     * on hold what it learnt ({@link StartCache}). It is that Java which must learn it, from the files as they are in the
     * image; so the images are unpacked, and the services run from there, on this machine. Where that Java does not run on
     * this machine, this is said, and the images start without.
     *
     * @param work keeps what was learnt until the images are made
     */
    public void learnStarts(Infrastructure infrastructure, Path work) {
        var unpacked = new EnumMap<ServiceKind, UnpackedImage>(ServiceKind.class);
        try {
            for (var image : ServiceImage.all(workspace).toList()) {
                unpacked.put(
                        image.kind(), unpacked(image, work.resolve(image.kind().module())));
            }
        } catch (IOException e) {
            progress.say("the images start without having learnt it: they cannot be unpacked here: " + e.getMessage());
            return;
        }
        var java = java(Objects.requireNonNull(unpacked.get(ServiceKind.GATEWAY)), work);
        if (java.isEmpty()) {
            progress.say("the images start without having learnt it: the base's Java does not run on this machine");
            return;
        }
        var programs = new Programs(
                java.get().toString(),
                kind -> ServiceImage.jar(Objects.requireNonNull(unpacked.get(kind))),
                kind -> ServiceImage.jvmOptions(Objects.requireNonNull(unpacked.get(kind))));
        var rehearsal =
                new ReturningCrowd(() -> new Tokens(infrastructure.keycloak().issuer()).of("alice"));
        new Training(infrastructure, ParleyOptions.gateways(1), programs, rehearsal, progress).ensure();
        for (var kind : ServiceKind.values()) {
            var cache = programs.startCache(kind).file();
            if (Files.exists(cache)) {
                startCaches.put(kind, cache);
            }
        }
    }

    /** The base's files are needed once. */
    private UnpackedImage unpacked(ServiceImage image, Path folder) throws IOException {
        var archive = Files.createDirectories(folder).resolve("image.tar");
        make(image, "", reference -> Containerizer.to(TarImage.at(archive).named(reference)));
        Predicate<String> wanted =
                image.kind() == ServiceKind.GATEWAY ? _ -> true : name -> name.startsWith(ServiceImage.FOLDER);
        return UnpackedImage.of(archive, folder, wanted);
    }

    private static Optional<Path> java(UnpackedImage image, Path work) {
        return image.program("java").filter(java -> {
            try {
                var version = List.of(java.toString(), "-version");
                ChildProcess.run(
                        new ChildCommand(
                                "the base's Java", version, Map.of(), work, work.resolve("java.log"), "TERM", GRACE),
                        GRACE);
                return true;
            } catch (LocalFailure doesNotRunHere) {
                return false;
            }
        });
    }

    /** An OCI archive and a bill of materials for each service, in a folder. No registry is asked if the base is a file. */
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LocalFailure("cannot make " + folder + ": " + e.getMessage(), e);
        }
        ServiceImage.all(workspace).forEach(image -> {
            var file = folder.resolve(fileName(image) + ".tar");
            make(image, "", reference -> Containerizer.to(TarImage.at(file).named(reference)));
            bill(image, folder);
            progress.say("%s is in %s".formatted(image.name(), file));
        });
    }

    /** Pushes each image to {@code registry/parley/...}, and leaves the bills of materials in a folder. */
    public void push(String registry, Path folder) {
        ServiceImage.all(workspace).forEach(image -> {
            var made = make(
                    image,
                    registry.endsWith("/") ? registry : registry + "/",
                    reference -> Containerizer.to(registryImage(reference)));
            bill(image, folder);
            progress.say("%s is in the registry".formatted(made));
        });
    }

    private interface Target {
        Containerizer of(ImageReference reference) throws InvalidImageReferenceException;
    }

    private String make(ServiceImage image, String registry, Target target) {
        try {
            var reference = ImageReference.parse(registry + image.name() + ":" + version);
            var builder = from();
            image.describe(builder, version, Optional.ofNullable(startCaches.get(image.kind())));
            var containerizer = target.of(reference)
                    .setToolName("parley")
                    .setOfflineMode(base instanceof Base.File && registry.isEmpty());
            var made = builder.containerize(containerizer);
            return reference + "@" + made.getDigest();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while making " + image.name(), e);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new LocalFailure("cannot make " + image.name() + ": " + cause.getMessage(), e);
        } catch (Exception e) {
            throw new LocalFailure("cannot make " + image.name() + ": " + e.getMessage(), e);
        }
    }

    private JibContainerBuilder from() throws InvalidImageReferenceException {
        return switch (base) {
            case Base.Named(String reference) -> Jib.from(registryImage(ImageReference.parse(reference)));
            case Base.File(Path tar) -> Jib.from(TarImage.at(tar));
        };
    }

    /** Signed in as Docker's configuration of this user says. */
    private static RegistryImage registryImage(ImageReference reference) {
        return RegistryImage.named(reference)
                .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, message -> {})
                        .dockerConfig());
    }

    private static void bill(ServiceImage image, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.copy(
                    image.billOfMaterials(),
                    folder.resolve(fileName(image) + ".cdx.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LocalFailure("cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String fileName(ServiceImage image) {
        return image.name().substring(image.name().indexOf('/') + 1);
    }
}
