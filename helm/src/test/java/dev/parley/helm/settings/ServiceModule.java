package dev.parley.helm.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Properties;

/** A service's module in this repository, and what its application.properties says. */
public enum ServiceModule {
    GATEWAY("gateway", "gateway-service"),
    MESSAGE("message", "message-service"),
    HISTORY("history", "history-service");

    private static final Map<String, String> PORTS = Map.of(
            "http", "quarkus.http.port",
            "management", "quarkus.management.port",
            "internal", "parley.internal.port");

    private final String component;
    private final Path folder;

    ServiceModule(String component, String folder) {
        this.component = component;
        this.folder = Path.of("..", folder);
    }

    public static ServiceModule of(String component) {
        for (var module : values()) {
            if (module.component.equals(component)) {
                return module;
            }
        }
        throw new NoSuchElementException("no service is called " + component);
    }

    public String component() {
        return component;
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    /** Where it listens on the port of this name. */
    public int port(String name) {
        return Integer.parseInt(properties().getProperty(PORTS.getOrDefault(name, "no port is called " + name), "0"));
    }

    /** How long it waits, when it is told to stop, for requests that are under way. */
    public Duration shutdownTimeout() {
        return Duration.parse("PT" + properties().getProperty("quarkus.shutdown.timeout", "0S"));
    }

    Properties properties() {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("src/main/resources/application.properties"))) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
