package dev.parley.bench;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Subject;
import dev.parley.bench.target.Dialect;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import dev.parley.bench.target.PeerServer;
import dev.parley.local.Progress;
import dev.parley.local.service.ServiceProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parley and peers that run side by side during one scenario. */
final class Stage implements AutoCloseable {
    private final @Nullable ParleySystem parley;
    private final List<PeerServer> peers = new ArrayList<>();

    private Stage(@Nullable ParleySystem parley) {
        this.parley = parley;
    }

    static Stage with(Plan plan, Map<String, String> settings, Results results, Progress progress) {
        Stage stage = new Stage(plan.parley() ? parley(plan, 1, settings, progress) : null);
        try {
            stage.peers.addAll(PeerServer.start(plan.peers(), progress));
            stage.peers.forEach(peer -> results.version(peer.name(), peer.version()));
            return stage;
        } catch (RuntimeException failure) {
            stage.close();
            throw failure;
        }
    }

    static ParleySystem parley(Plan plan, int gateways, Map<String, String> scenario, Progress progress) {
        Map<String, String> settings = new HashMap<>(scenario);
        settings.putAll(plan.gatewaySettings());
        return ParleySystem.start(gateways, settings, progress);
    }

    /** A new room on the first gateway. The first who comes is its owner and speaks. */
    static Subject room(ParleySystem system, String name) {
        String room = system.createRoom(name + "-0", name, "public", List.of());
        return gateway(system, name, ParleyDialect.room(system.issuer(), room));
    }

    static Subject gateway(ParleySystem system, Dialect dialect) {
        return gateway(system, "parley", dialect);
    }

    private static Subject gateway(ParleySystem system, String users, Dialect dialect) {
        ServiceProcess gateway = system.gateway(0);
        List<ProcessMeter> behind = system.meters().entrySet().stream()
                .filter(meter -> !meter.getKey().equals(gateway.name()))
                .map(Map.Entry::getValue)
                .toList();
        return new Subject(
                "parley",
                users,
                dialect.address("127.0.0.1", gateway.endpoint().http()),
                dialect,
                new ProcessMeter(gateway.pid()),
                behind);
    }

    Optional<ParleySystem> parley() {
        return Optional.ofNullable(parley);
    }

    List<PeerServer> peers() {
        return peers;
    }

    @Override
    public void close() {
        peers.forEach(PeerServer::close);
        if (parley != null) {
            parley.close();
        }
    }
}
