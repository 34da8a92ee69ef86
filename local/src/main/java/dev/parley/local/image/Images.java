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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;

/** Makes the images of all services. */
public final class Images {
    private final Workspace workspace;
    private final Base base;
    private final String version;
    private final Progress progress;

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
            image.describe(builder, version);
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
