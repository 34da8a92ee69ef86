package dev.parley.gateway.protocol;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.connection.ClientConnection;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.websockets.next.WebSocketSecurity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A fresh token on an open connection. */
@Singleton
final class Renewal {
    private final WebSocketSecurity security;
    private final Codec codec;

    Renewal(WebSocketSecurity security, Codec codec) {
        this.security = security;
        this.codec = codec;
    }

    /** Verifies the token as the handshake would; a token of somebody else ends the connection. */
    Uni<Void> renew(ClientConnection connection, ClientFrame.Authenticate frame) {
        return Uni.createFrom()
                .completionStage(() -> security.updateSecurityIdentity(frame.token()))
                .invoke(identity -> take(connection, frame, SignedIn.from(identity)))
                .onFailure()
                .invoke(failure -> refuse(connection, frame, failure))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void take(ClientConnection connection, ClientFrame.Authenticate frame, Optional<SignedIn> fresh) {
        if (fresh.isEmpty() || !fresh.get().person().id().equals(connection.user())) {
            connection.close(CloseCode.SESSION_REVOKED);
            return;
        }
        connection.extend(fresh.get());
        answer(connection, Answer.Accepted.until(frame.id(), fresh.get().expires()));
    }

    private void refuse(ClientConnection connection, ClientFrame.Authenticate frame, Throwable failure) {
        if (failure instanceof AuthenticationFailedException) {
            answer(
                    connection,
                    Answer.Rejected.of(frame.id(), RejectionCode.FORBIDDEN, "the token is not valid; get a fresh one"));
        } else {
            // Quarkus refuses a token of another principal with an exception of its own.
            connection.close(CloseCode.SESSION_REVOKED);
        }
    }

    private void answer(ClientConnection connection, Answer answer) {
        connection.send(codec.encode(new ServerFrame.Answered(answer)));
    }
}
