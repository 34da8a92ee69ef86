package dev.parley.system.faults.fault;

import java.nio.file.Path;

/**
 * What a stage shall have.
 *
 * @param dataDirectory of PostgreSQL, Kafka and Keycloak, and of the logs
 * @param disks whether PostgreSQL and Kafka shall have disks of their own, if that can be
 * @param clocks whether a message-service and a gateway shall have clocks that can jump, if that can be
 * @param fsync PostgreSQL's; false is a fault of its own, which a power cut brings to light
 */
public record StagePlan(Path dataDirectory, int gateways, boolean disks, boolean clocks, boolean fsync) {}
