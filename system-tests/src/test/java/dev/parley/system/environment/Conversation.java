package dev.parley.system.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.RoomKind;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What one test says and hears: hands out people and their connections, and after the test closes them and checks that none
 * of them saw a hole, a repeat or a reordering.
 */
public final class Conversation implements AfterEachCallback {
    private final ParleySystem system = ParleySystem.shared();
    private final List<ParleyClient> clients = new ArrayList<>();

    public ParleySystem system() {
        return system;
    }

    public User alice() {
        return system.user("alice");
    }

    public User bob() {
        return system.user("bob");
    }

    public User carol() {
        return system.user("carol");
    }

    public User dave() {
        return system.user("dave");
    }

    /** Somebody without a past, known to the system. */
    public User fresh(String stem) {
        return system.freshUser(stem);
    }

    /** Somebody who is in the realm, but never came to Parley. */
    public User neverSignedIn(String stem) {
        return system.neverSignedIn(stem);
    }

    public ParleyClient onFirst(User user) {
        return open(handshake(0).bearer(user.token()));
    }

    public ParleyClient onSecond(User user) {
        return open(handshake(1).bearer(user.token()));
    }

    public ParleyClient on(GatewaySettings settings, User user) {
        return open(handshake(settings).bearer(user.token()));
    }

    public Handshake handshake(int gateway) {
        return Handshake.with(system.gateway(gateway).webSocketUri());
    }

    public Handshake handshake(GatewaySettings settings) {
        return Handshake.with(system.gateway(settings).webSocketUri());
    }

    /** The HTTP side of a gateway. */
    public Requests http(int gateway) {
        return new Requests(system.gateway(gateway).uri());
    }

    public Requests http(GatewaySettings settings) {
        return new Requests(system.gateway(settings).uri());
    }

    public Requests history() {
        return new Requests(system.historyUri());
    }

    /** Connects and remembers the connection for the end of the test. */
    public ParleyClient open(Handshake handshake) {
        return keep(handshake.open());
    }

    public ParleyClient keep(ParleyClient client) {
        synchronized (clients) {
            clients.add(client);
        }
        return client;
    }

    /** A room made by this client, with these people as members. */
    public UUID room(ParleyClient maker, RoomKind kind, User... members) {
        String[] ids = Stream.of(members).map(User::id).toArray(String[]::new);
        return maker.createRoom("room of " + maker.welcome().user().name(), kind, ids);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<ParleyClient> mine;
        synchronized (clients) {
            mine = List.copyOf(clients);
            clients.clear();
        }
        mine.forEach(ParleyClient::close);
        List<String> violations = mine.stream()
                .flatMap(client -> client.transcript().violations().stream())
                .toList();
        assertThat(violations)
                .as("what the connections saw of each room's order")
                .isEmpty();
    }
}
