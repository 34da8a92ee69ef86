package dev.parley.gateway.protocol;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.Command;
import dev.parley.contract.Limits;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.admission.CommandRate;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.command.CommandDesk;
import dev.parley.gateway.connection.ClientConnection;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** One frame at a time, on the connection's event loop. */
@Singleton
public final class Conversation {
    private static final int BAD_FRAMES = 10;

    private final Codec codec;
    private final Limits limits;
    private final GatewayConfig config;
    private final CommandRate rate;
    private final CommandDesk commands;
    private final Rooms rooms;
    private final Renewal renewal;
    private final byte[] pong;

    Conversation(
            Codec codec,
            Limits limits,
            GatewayConfig config,
            CommandRate rate,
            CommandDesk commands,
            Rooms rooms,
            Renewal renewal) {
        this.codec = codec;
        this.limits = limits;
        this.config = config;
        this.rate = rate;
        this.commands = commands;
        this.rooms = rooms;
        this.renewal = renewal;
        this.pong = codec.encode(new ServerFrame.Pong());
    }

    public void opened(ClientConnection connection, SignedIn signedIn) {
        send(
                connection,
                new ServerFrame.Welcome(
                        connection.id(),
                        signedIn.person(),
                        signedIn.expires(),
                        (int) Math.max(1, config.heartbeat().toSeconds()),
                        limits));
        commands.signedIn(signedIn.person());
    }

    public Uni<Void> received(ClientConnection connection, String json) {
        return switch (codec.clientFrame(json)) {
            case Decoded.Refusal<ClientFrame> refusal -> {
                refused(connection, refusal);
                yield Uni.createFrom().voidItem();
            }
            case Decoded.Value<ClientFrame>(ClientFrame frame) -> handle(connection, frame);
        };
    }

    public void receivedBinary(ClientConnection connection) {
        refused(connection, new Decoded.Refusal<>(null, RejectionCode.INVALID, "frames are text; this one is binary"));
    }

    private Uni<Void> handle(ClientConnection connection, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Submit(Command command) -> submit(connection, command);
            case ClientFrame.Subscribe subscribe -> {
                if (passes(connection, subscribe.id())) {
                    rooms.subscribe(connection, subscribe);
                }
            }
            case ClientFrame.SubscribeMine mine -> {
                if (passes(connection, mine.id())) {
                    rooms.subscribeMine(connection, mine.id());
                }
            }
            case ClientFrame.Unsubscribe unsubscribe -> {
                if (passes(connection, unsubscribe.id())) {
                    rooms.unsubscribe(connection, unsubscribe);
                }
            }
            case ClientFrame.Typing typing -> {
                if (rate.retryAfterSeconds(connection.user()) == 0) {
                    rooms.typing(connection, typing.room());
                }
            }
            case ClientFrame.Authenticate authenticate -> {
                if (passes(connection, authenticate.id())) {
                    return renewal.renew(connection, authenticate);
                }
            }
            case ClientFrame.Ping _ -> connection.send(pong);
            case ClientFrame.Pong _ -> {}
        }
        return Uni.createFrom().voidItem();
    }

    private void submit(ClientConnection connection, Command command) {
        if (passes(connection, command.id())) {
            connection.commandTaken();
            // A command begins a trace of its own; else it were one more step of the handshake's, which may be days
            // old.
            try (Scope _ = Context.root().makeCurrent()) {
                commands.submit(connection.person(), command, new ConnectionAnswer(connection, codec));
            }
        }
    }

    private boolean passes(ClientConnection connection, String id) {
        int retryAfterSeconds = rate.retryAfterSeconds(connection.user());
        if (retryAfterSeconds == 0) {
            return true;
        }
        send(connection, new ServerFrame.Answered(CommandDesk.tooFast(id, retryAfterSeconds)));
        return false;
    }

    private void refused(ClientConnection connection, Decoded.Refusal<ClientFrame> refusal) {
        String id = refusal.id();
        send(
                connection,
                id == null
                        ? new ServerFrame.Failure(refusal.message())
                        : new ServerFrame.Answered(Answer.Rejected.of(id, refusal.code(), refusal.message())));
        if (connection.countBadFrame() >= BAD_FRAMES) {
            connection.close(CloseCode.PROTOCOL_VIOLATION);
        }
    }

    private void send(ClientConnection connection, ServerFrame frame) {
        connection.send(codec.encode(frame));
    }
}
