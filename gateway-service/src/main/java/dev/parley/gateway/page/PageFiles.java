package dev.parley.gateway.page;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the page by path. {@code parley-web/files.tsv}, written by the build of {@code clients/web}, has a line for
 * each: path, media type, tag, {@code immutable} or {@code revalidate}, and the codings it is stored in, separated by commas.
 */
final class PageFiles {
    static final String INDEX = "/index.html";
    private static final String FOLDER = "/parley-web";

    private final Map<String, PageFile> files;

    private PageFiles(Map<String, PageFile> files) {
        this.files = Map.copyOf(files);
    }

    /** Reads all files; when the page was not built, one that says so takes its place. */
    static PageFiles load() {
        Map<String, PageFile> files = new HashMap<>();
        Optional<byte[]> list = resource(FOLDER + "/files.tsv");
        if (list.isEmpty()) {
            files.put(INDEX, notBuilt());
            return new PageFiles(files);
        }
        new String(list.get(), StandardCharsets.UTF_8).lines().forEach(line -> {
            String[] fields = line.split("\t", -1);
            files.put(fields[0], file(fields));
        });
        return new PageFiles(files);
    }

    Optional<PageFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    PageFile index() {
        return find(INDEX).orElseThrow(() -> new IllegalStateException("the page has no " + INDEX));
    }

    private static PageFile file(String[] fields) {
        Map<String, Buffer> encodings = new HashMap<>();
        for (String encoding : fields[4].split(",", -1)) {
            String suffix = encoding.equals(PageFile.IDENTITY) ? "" : "." + encoding;
            encodings.put(encoding, Buffer.buffer(required(FOLDER + fields[0] + suffix)));
        }
        return new PageFile(fields[1], fields[2], fields[3].equals("immutable"), encodings);
    }

    private static PageFile notBuilt() {
        byte[] page = required("/dev/parley/gateway/page/not-built.html");
        return new PageFile(
                "text/html; charset=utf-8", "not-built", false, Map.of(PageFile.IDENTITY, Buffer.buffer(page)));
    }

    private static byte[] required(String name) {
        return resource(name).orElseThrow(() -> new IllegalStateException("missing in this program: " + name));
    }

    private static Optional<byte[]> resource(String name) {
        try (InputStream stream = PageFiles.class.getResourceAsStream(name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
