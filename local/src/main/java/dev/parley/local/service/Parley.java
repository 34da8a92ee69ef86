package dev.parley.local.service;

import dev.parley.local.Progress;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.Server;
import dev.parley.local.process.ChildProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** All services of Parley on one {@link Infrastructure}: one history-service, one message-service or more, some gateways. */
public final class Parley implements AutoCloseable {
    private final Infrastructure infrastructure;
    private final Progress progress;
    private final ServiceCommands commands;
    private final List<ServiceProcess> messages = new CopyOnWriteArrayList<>();
    private final ServiceProcess history;
    private final List<ServiceProcess> gateways = new CopyOnWriteArrayList<>();
    private final ParleyOptions options;

    private Parley(Infrastructure infrastructure, ParleyOptions options, Progress progress) {
        this.infrastructure = infrastructure;
        this.progress = progress;
        this.options = options;
        this.commands = ServiceCommands.of(infrastructure, options);
        newMessage(options.ports().message(), Map.of());
        this.history = commands.history();
        options.ports().gateways().forEach(endpoint -> newGateway(endpoint, Map.of()));
    }

    /** Chooses ports and commands; nothing runs before {@link #start()}. */
    public static Parley prepare(Infrastructure infrastructure, ParleyOptions options, Progress progress) {
        return new Parley(infrastructure, options, progress);
    }

    /** Starts all services and returns when they are ready; if one fails, none is left running. */
    public static Parley start(Infrastructure infrastructure, ParleyOptions options) {
        var parley = prepare(infrastructure, options, Progress.silent());
        parley.start();
        return parley;
    }

    /** Starts all services at once and returns when all are ready; if one fails, none is left running. */
    public void start() {
        var from = System.nanoTime();
        try {
            // message-service first: it makes the tables that history-service reads.
            for (var service : services()) {
                service.launch();
            }
            var everything = everyProcess();
            for (var service : services()) {
                service.awaitReady(everything);
                var took = Duration.ofNanos(System.nanoTime() - from);
                progress.say("%s is ready (%.1f s)".formatted(service.name(), took.toMillis() / 1000.0));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private List<ChildProcess> everyProcess() {
        return Stream.concat(
                        infrastructure.servers().stream().map(Server::process),
                        services().stream().map(ServiceProcess::process))
                .flatMap(Optional::stream)
                .toList();
    }

    /** One gateway more on free ports, with its own settings on top; ready when this returns. */
    public ServiceProcess addGateway(Map<String, String> environment) {
        var gateway = newGateway(ServiceEndpoint.free(), environment);
        gateway.start();
        return gateway;
    }

    /** One message-service more, with its own settings on top; ready when this returns. They share the partitions. */
    public ServiceProcess addMessage(Map<String, String> environment) {
        var message = newMessage(ServiceEndpoint.free(), environment);
        message.start();
        return message;
    }

    private ServiceProcess newMessage(ServiceEndpoint endpoint, Map<String, String> environment) {
        var message = commands.message(messages.size() + 1, endpoint, environment);
        messages.add(message);
        return message;
    }

    private ServiceProcess newGateway(ServiceEndpoint endpoint, Map<String, String> environment) {
        var gateway = commands.gateway(gateways.size() + 1, endpoint, environment);
        gateways.add(gateway);
        return gateway;
    }

    /** The gateway at this place, from 0. */
    public ServiceProcess gateway(int index) {
        return gateways.get(index);
    }

    public List<ServiceProcess> gateways() {
        return List.copyOf(gateways);
    }

    /** The first of them. */
    public ServiceProcess message() {
        return messages.getFirst();
    }

    public List<ServiceProcess> messages() {
        return List.copyOf(messages);
    }

    public ServiceProcess history() {
        return history;
    }

    /** In the order of their start. */
    public List<ServiceProcess> services() {
        return Stream.of(messages, List.of(history), gateways)
                .flatMap(List::stream)
                .toList();
    }

    /** The port of history-service that only gateways use. */
    public URI internalHistoryUri() {
        return URI.create(ServiceCommands.internalHistory(options.ports()));
    }

    /** Gateways first, as the others can still answer them; returns when nothing runs any more. */
    @Override
    public void close() {
        stopAll(gateways());
        stopAll(Stream.concat(messages.stream(), Stream.of(history)).toList());
    }

    static void stopAll(List<ServiceProcess> services) {
        var stops = new ArrayList<Thread>();
        for (var service : services) {
            stops.add(Thread.ofVirtual().start(service::stop));
        }
        for (var stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
