package dev.parley.local.cli;

import picocli.CommandLine.Option;

/** The ports that a user can choose. 0 means any free one. */
final class UpPorts {
    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "${env:PARLEY_GATEWAY_PORT:-8080}",
            description = "Of the first gateway; the others take the next free ones. Or PARLEY_GATEWAY_PORT. (8080)")
    int gateway;

    @Option(
            names = "--history-port",
            paramLabel = "PORT",
            defaultValue = "${env:PARLEY_HISTORY_PORT:-8082}",
            description = "Of history-service. Or PARLEY_HISTORY_PORT. (8082)")
    int history;

    @Option(
            names = "--keycloak-port",
            paramLabel = "PORT",
            defaultValue = "${env:PARLEY_KEYCLOAK_PORT:-8180}",
            description = "Of Keycloak. Or PARLEY_KEYCLOAK_PORT. (8180)")
    int keycloak;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "${env:PARLEY_KAFKA_PORT:-9092}",
            description = "Of Kafka. Or PARLEY_KAFKA_PORT. (9092)")
    int kafka;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "${env:PARLEY_POSTGRES_PORT:-54320}",
            description = "Of PostgreSQL. Or PARLEY_POSTGRES_PORT. (54320)")
    int postgres;
}
