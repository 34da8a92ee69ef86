package dev.parley.gateway.protocol;

import dev.parley.contract.Answer;
import dev.parley.contract.CloseCode;
import dev.parley.contract.RejectionCode;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.frame.ClientFrame;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.gateway.auth.IdentityProviderAway;
import dev.parley.gateway.auth.SignedIn;
import dev.parley.gateway.connection.ClientConnection;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.TenantIdentityProvider;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A fresh token on an open connection. */
@Singleton
final class Renewal {
    private final TenantIdentityProvider tokens;
    private final Codec codec;

    Renewal(TenantIdentityProvider tokens, Codec codec) {
        this.tokens = tokens;
        this.codec = codec;
    }

    /** Verifies the token as the handshake would; a token of somebody else ends the connection. */
    Uni<Void> renew(ClientConnection connection, ClientFrame.Authenticate frame) {
        return tokens.authenticate(new AccessTokenCredential(frame.token()))
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
        answer(
                connection,
                IdentityProviderAway.isCauseOf(failure)
                        ? Answer.Rejected.of(
                                frame.id(), RejectionCode.UNAVAILABLE, "the token cannot be checked now; send it again")
                        : Answer.Rejected.of(
                                frame.id(), RejectionCode.FORBIDDEN, "the token is not valid; get a fresh one"));
    }

    private void answer(ClientConnection connection, Answer answer) {
        connection.send(codec.encode(new ServerFrame.Answered(answer)));
    }
}
