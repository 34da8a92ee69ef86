package dev.parley.system.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An OCI archive as a container runtime unpacks it.
 *
 * @param files the container's file system
 * @param config what the image says of how it is run
 */
record Unpacked(Path files, JsonNode config) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Unpacked of(Path archive, Path work) throws IOException, InterruptedException {
        Path layout = Files.createDirectories(work.resolve("layout"));
        Path files = Files.createDirectories(work.resolve("files"));
        Commands.run("tar", "-xf", archive.toString(), "-C", layout.toString());
        JsonNode index = JSON.readTree(layout.resolve("index.json").toFile());
        JsonNode manifest = blob(layout, index.path("manifests").path(0));
        for (JsonNode layer : manifest.path("layers")) {
            Commands.run("tar", "-xzf", path(layout, layer).toString(), "-C", files.toString());
        }
        return new Unpacked(files, blob(layout, manifest.path("config")).path("config"));
    }

    private static JsonNode blob(Path layout, JsonNode descriptor) throws IOException {
        return JSON.readTree(path(layout, descriptor).toFile());
    }

    private static Path path(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs/" + descriptor.path("digest").asText().replace(':', '/'));
    }

    List<String> entrypoint() {
        return texts(config.path("Entrypoint"));
    }

    /** As {@code NAME=value}. */
    List<String> environment() {
        return texts(config.path("Env"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
