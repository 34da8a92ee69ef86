package dev.parley.system.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.CloseCode;
import dev.parley.contract.frame.ServerFrame;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import dev.parley.system.environment.GatewaySettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How both sides find out that the other one is gone; with a heartbeat of one second. */
class HeartbeatIT {
    @RegisterExtension
    final Conversation chat = new Conversation();

    @Test
    void whoAnswersThePingsStaysAndWhoIsSilentIsClosed() {
        ParleyClient answering = chat.on(GatewaySettings.TIGHT, chat.alice());
        ParleyClient silent = chat.open(
                chat.handshake(GatewaySettings.TIGHT).bearer(chat.bob().token()).silent());

        silent.first(ServerFrame.Ping.class, _ -> true, "a ping");
        answering.first(ServerFrame.Ping.class, _ -> true, "a ping");

        assertThat(silent.awaitClose(Patience.LONG)).isEqualTo(CloseCode.SILENT.code());
        answering.settle();
        assertThat(answering.isOpen()).isTrue();
    }

    @Test
    void aClientsPingIsAnswered() {
        ParleyClient client = chat.onFirst(chat.alice());

        client.sendText("{\"type\":\"ping\"}");

        client.first(ServerFrame.Pong.class, _ -> true, "a pong");
    }
}
