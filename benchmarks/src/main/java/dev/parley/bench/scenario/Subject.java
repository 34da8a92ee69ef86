package dev.parley.bench.scenario;

import dev.parley.bench.machine.ProcessMeter;
import dev.parley.bench.target.Dialect;
import dev.parley.bench.target.PeerServer;
import java.net.URI;
import java.util.Collection;
import java.util.List;

/**
 * A server as a fan-out sees it.
 *
 * @param users how the names of its users begin
 * @param server the process that holds the connections: what is compared
 * @param behind what else works for it; Parley's messages go through a log and a database
 */
public record Subject(
        String name, String users, URI address, Dialect dialect, ProcessMeter server, Collection<ProcessMeter> behind) {

    public static Subject of(PeerServer peer) {
        return new Subject(peer.name(), peer.name(), peer.address(), peer.dialect(), peer.meter(), List.of());
    }
}
