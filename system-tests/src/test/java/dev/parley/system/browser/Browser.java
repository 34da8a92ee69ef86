package dev.parley.system.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The Chromium of this machine; {@code PARLEY_BROWSER} names another one. */
final class Browser {
    private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"};

    private Browser() {}

    static Optional<Path> find() {
        String chosen = System.getenv("PARLEY_BROWSER");
        if (chosen != null) {
            return Optional.of(Path.of(chosen));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .flatMap(folder -> Stream.of(NAMES).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
