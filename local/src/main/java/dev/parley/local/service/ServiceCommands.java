package dev.parley.local.service;

import dev.parley.local.Workspace;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.process.ChildCommand;
import dev.parley.local.process.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How each service is run: program, environment, log. */
final class ServiceCommands {
    /** Longer than a gateway's drain. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final String HISTORY = "history-service";

    /** Writing a {@link StartCache} belongs to the end. */
    private static final Duration GRACE_IN_TRAINING = Duration.ofMinutes(5);

    private final Infrastructure infrastructure;
    private final ParleyOptions options;
    private final Programs programs;
    private final boolean training;

    private ServiceCommands(Infrastructure infrastructure, ParleyOptions options, Programs programs, boolean training) {
        this.infrastructure = infrastructure;
        this.options = options;
        this.programs = programs;
        this.training = training;
    }

    static ServiceCommands of(Infrastructure infrastructure, ParleyOptions options) {
        return new ServiceCommands(infrastructure, options, Programs.built(Workspace.find()), false);
    }

    /** They write their {@link StartCache} when they end. */
    static ServiceCommands training(Infrastructure infrastructure, ParleyOptions options, Programs programs) {
        return new ServiceCommands(infrastructure, options, programs, true);
    }

    static String internalHistory(ServicePorts ports) {
        return "http://" + Ports.HOST + ":" + ports.internalHistory();
    }

    ServiceProcess gateway(int number, ServiceEndpoint endpoint, Map<String, String> own) {
        var name = "gateway-" + number;
        var environment = new HashMap<String, String>();
        kafka(environment);
        identity(environment);
        environment.put("PARLEY_GATEWAY_ID", name);
        environment.put("PARLEY_HISTORY_URL", internalHistory(options.ports()));
        environment.put(
                "PARLEY_HISTORY_CREDENTIAL", infrastructure.credentials().serviceCredential());
        page(environment);
        environment.putAll(options.environmentOf(ServiceKind.GATEWAY, name));
        environment.putAll(own);
        return service(ServiceKind.GATEWAY, name, endpoint, environment);
    }

    /** The web page is served by one gateway and may go on with another. */
    private void page(Map<String, String> environment) {
        var gateways = options.ports().gateways().stream()
                .map(gateway -> localhost(gateway.http()))
                .collect(Collectors.joining(","));
        environment.put("PARLEY_WEB_GATEWAYS", gateways);
        environment.put(
                "PARLEY_WEB_HISTORY", localhost(options.ports().history().http()));
    }

    /** By the name that Keycloak has too: to a browser, another name is another place. */
    private static String localhost(int port) {
        return "http://localhost:" + port;
    }

    /** The first of them has no number in its name, as there mostly is but one. */
    ServiceProcess message(int number, ServiceEndpoint endpoint, Map<String, String> own) {
        var name = number == 1 ? "message-service" : "message-service-" + number;
        var environment = new HashMap<String, String>();
        kafka(environment);
        database(environment, "parley", infrastructure.credentials().databasePassword());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", infrastructure.postgres().jdbcUrl());
        environment.putAll(options.environmentOf(ServiceKind.MESSAGE, name));
        environment.putAll(own);
        return service(ServiceKind.MESSAGE, name, endpoint, environment);
    }

    ServiceProcess history() {
        var environment = new HashMap<String, String>();
        identity(environment);
        database(environment, "parley_history", infrastructure.credentials().historyPassword());
        environment.put("PARLEY_INTERNAL_HOST", Ports.HOST);
        environment.put("PARLEY_INTERNAL_PORT", Integer.toString(options.ports().internalHistory()));
        environment.put(
                "PARLEY_INTERNAL_CREDENTIAL", infrastructure.credentials().serviceCredential());
        environment.putAll(options.environmentOf(ServiceKind.HISTORY, HISTORY));
        return service(ServiceKind.HISTORY, HISTORY, options.ports().history(), environment);
    }

    private void kafka(Map<String, String> environment) {
        environment.put("KAFKA_BOOTSTRAP_SERVERS", infrastructure.kafka().bootstrapServers());
    }

    /** Who signs in by a browser comes from a page of this machine, whatever the port. */
    private void identity(Map<String, String> environment) {
        environment.put("PARLEY_ALLOWED_ORIGINS", "/http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?/");
        environment.put(
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                infrastructure.keycloak().issuer().toString());
    }

    private void database(Map<String, String> environment, String role, String password) {
        environment.put(
                "QUARKUS_DATASOURCE_REACTIVE_URL", infrastructure.postgres().reactiveUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", role);
        environment.put("QUARKUS_DATASOURCE_PASSWORD", password);
    }

    private ServiceProcess service(
            ServiceKind kind, String name, ServiceEndpoint endpoint, Map<String, String> specific) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", Ports.HOST);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(endpoint.http()));
        environment.put("QUARKUS_MANAGEMENT_HOST", Ports.HOST);
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(endpoint.management()));
        environment.put("QUARKUS_THREAD_POOL_MAX_THREADS", "16");
        environment.putAll(specific);
        var cache = programs.startCache(kind);
        var arguments = new ArrayList<String>();
        arguments.add(programs.java());
        arguments.add("@" + programs.jvmOptions().apply(kind));
        arguments.addAll(kind.jvmArguments());
        arguments.addAll(training ? cache.write() : cache.use());
        arguments.add("-jar");
        arguments.add(programs.jars().apply(kind).toString());
        var logs = infrastructure.options().logs();
        var log = logs.resolve((training ? "training-" : "") + name + ".log");
        var grace = training ? GRACE_IN_TRAINING : GRACE;
        var command = new ChildCommand(name, arguments, environment, logs, log, "TERM", grace);
        return new ServiceProcess(kind, command, endpoint);
    }
}
