package dev.parley.system.image;

import dev.parley.local.Folders;
import dev.parley.local.Progress;
import dev.parley.local.Workspace;
import dev.parley.local.image.Images;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.InfrastructureOptions;
import dev.parley.local.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The images of all services, made once for all tests from a base in a file. */
final class MadeImages {
    private static final Path WORK = Workspace.find()
            .root()
            .resolve("system-tests/target/images-" + ProcessHandle.current().pid());
    private static final Path OUTPUT = WORK.resolve("output");

    private MadeImages() {}

    private static final class Holder {
        static {
            try {
                make();
            } catch (Exception failed) {
                throw new AssertionError("the images were not made", failed);
            }
        }

        private static void make() throws Exception {
            Runtime.getRuntime().addShutdownHook(new Thread(MadeImages::delete, "images-delete"));
            Path base = Files.createDirectories(WORK).resolve("base.tar");
            BaseImage.write(base, Files.createDirectories(WORK.resolve("base")));
            Images images = new Images(Workspace.find(), new Images.Base.File(base), "1.2.3", Progress.silent());
            learnStarts(images);
            images.write(OUTPUT);
        }

        /** Beside the system that others test, message-service would take half of its partitions, and a gateway its name. */
        private static void learnStarts(Images images) {
            InfrastructureOptions options = InfrastructureOptions.freePorts(WORK.resolve("infrastructure"));
            try (Infrastructure infrastructure = Infrastructure.start(options, Progress.silent())) {
                images.learnStarts(infrastructure, WORK.resolve("learnt"));
            }
        }

        private static Path output() {
            return OUTPUT;
        }
    }

    /** Each unpacked image is hundreds of megabytes. */
    private static void delete() {
        try {
            Folders.delete(WORK);
        } catch (IOException left) {
            System.err.println("images were left in " + WORK + ": " + left.getMessage());
        }
    }

    static Path billBeside(ServiceKind kind) {
        return Holder.output().resolve(kind.module() + ".cdx.json");
    }

    /** In a folder of its own; gone with the JVM. */
    static Unpacked unpacked(ServiceKind kind) throws Exception {
        Path archive = Holder.output().resolve(kind.module() + ".tar");
        return Unpacked.of(archive, Files.createTempDirectory(WORK, kind.module()));
    }
}
