package dev.parley.local.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.LocalFailure;
import dev.parley.local.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * The file system of an image, in a folder. What a later layer takes away is still there; nothing here minds.
 *
 * @param config what the image says of how it is run
 */
record UnpackedImage(Path files, JsonNode config) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINKS_MAX = 40;

    /**
     * @param archive an OCI archive
     * @param wanted names of files, without a slash in front
     */
    static UnpackedImage of(Path archive, Path folder, Predicate<String> wanted) throws IOException {
        var layout = folder.resolve("layout");
        var files = Files.createDirectories(folder.resolve("files"));
        try (var content = Files.newInputStream(archive)) {
            Tar.unpack(content, Files.createDirectories(layout), _ -> true);
        }
        var index = JSON.readTree(layout.resolve("index.json").toFile());
        var manifest =
                JSON.readTree(blob(layout, index.path("manifests").path(0)).toFile());
        for (JsonNode layer : manifest.path("layers")) {
            try (var content = new GZIPInputStream(Files.newInputStream(blob(layout, layer)))) {
                Tar.unpack(content, files, wanted);
            }
        }
        var config = JSON.readTree(blob(layout, manifest.path("config")).toFile());
        return new UnpackedImage(files, config.path("config"));
    }

    private static Path blob(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
    }

    /** A path of the image. */
    Path path(String absolute) {
        return files.resolve(absolute.substring(1));
    }

    /** A program that the image would find in its own path. */
    Optional<Path> program(String name) {
        for (JsonNode variable : config.path("Env")) {
            if (variable.asText().startsWith("PATH=")) {
                for (String place :
                        variable.asText().substring("PATH=".length()).split(":")) {
                    var found = behindLinks(path(place + "/" + name));
                    if (Files.isExecutable(found)) {
                        return Optional.of(found);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Links of the image begin at its root and not at ours. */
    private Path behindLinks(Path link) {
        var path = link;
        try {
            for (int i = 0; i < LINKS_MAX && Files.isSymbolicLink(path); i++) {
                var target = Files.readSymbolicLink(path);
                path = target.isAbsolute()
                        ? path(target.toString())
                        : path.resolveSibling(target).normalize();
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot read " + link + ": " + e.getMessage(), e);
        }
        return path;
    }
}
