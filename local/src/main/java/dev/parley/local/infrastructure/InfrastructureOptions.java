package dev.parley.local.infrastructure;

import java.nio.file.Path;

/**
 * Where the infrastructure keeps its data and listens. Port 0 means any free one, chosen once per start.
 *
 * @param dataDirectory made if it isn't there; what is there already is used again
 */
public record InfrastructureOptions(Path dataDirectory, int postgresPort, int kafkaPort, int keycloakPort) {

    public InfrastructureOptions {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
    }

    public static InfrastructureOptions freePorts(Path dataDirectory) {
        return new InfrastructureOptions(dataDirectory, 0, 0, 0);
    }

    /** One file per process. */
    public Path logs() {
        return dataDirectory.resolve("logs");
    }
}
