/**
 * Where the tests take place: one PostgreSQL, Kafka, Keycloak and one set of services for the whole run, and the people who
 * use them.
 *
 * <p>All tests share it. None may stop or reconfigure a part of it; a test that needs other settings starts a gateway of its
 * own, and a test that needs an untouched past makes fresh people.
 */
@NullMarked
package dev.parley.system.environment;

import org.jspecify.annotations.NullMarked;
