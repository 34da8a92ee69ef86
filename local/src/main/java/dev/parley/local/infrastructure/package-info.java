/**
 * PostgreSQL, Kafka and Keycloak as processes, with their data in one folder:
 *
 * <pre>
 * data directory
 * ├── credentials.properties   generated once, mode 600
 * ├── postgres/  kafka/  keycloak/   one folder per server
 * └── logs/                    one file per process
 * </pre>
 *
 * {@link dev.parley.local.infrastructure.Infrastructure} starts the three; each one is a
 * {@link dev.parley.local.infrastructure.Server} that tests may stop, kill, suspend and start again. Nothing here knows the
 * services.
 */
@NullMarked
package dev.parley.local.infrastructure;

import org.jspecify.annotations.NullMarked;
