package dev.parley.system.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.RoomKind;
import dev.parley.local.infrastructure.Infrastructure;
import dev.parley.local.infrastructure.TestInfrastructure;
import dev.parley.local.process.Ports;
import dev.parley.local.service.ServiceKind;
import dev.parley.system.client.Handshake;
import dev.parley.system.client.ParleyClient;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.Conversation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A service run from its image, as strictly as a cluster may. */
class ImageRunIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START = Duration.ofSeconds(120);

    @RegisterExtension
    final Conversation chat = new Conversation();

    @TempDir
    Path work;

    @Test
    void aGatewayRunsFromItsImageAsNobodyAndWritesNothing() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "left out: only root can change root");
        int http = Ports.anyFree();
        int management = Ports.anyFree();
        Container gateway = Container.start(
                "gateway-from-image",
                MadeImages.unpacked(ServiceKind.GATEWAY),
                settings(http, management),
                management,
                work);
        try (gateway) {
            Patience.until("the gateway is ready", START, gateway::isReady);
            assertThat(gateway.user()).contains("10001");
            assertThat(gateway.mapped()).as("what its Java learnt").contains("/parley/start.aot");

            ParleyClient alice = Handshake.with(URI.create("ws://127.0.0.1:" + http + "/ws"))
                    .bearer(chat.alice().token())
                    .open();
            UUID room = alice.createRoom("from an image", RoomKind.PRIVATE);
            alice.subscribe(room);
            alice.eventsUpTo(room, alice.post(room, "hello"));
            gateway.close();

            assertThat(alice.awaitClose()).isEqualTo(1012);
        }
        assertThat(gateway.isAlive()).isFalse();
        assertThat(gateway.log()).isNotEmpty().allSatisfy(ImageRunIT::isOneJsonObject);
    }

    private static void isOneJsonObject(String line) throws IOException {
        JsonNode said = JSON.readTree(line);
        assertThat(said.path("level").asText()).as(line).isNotEmpty();
        assertThat(said.path("message").asText()).as(line).isNotEmpty();
        assertThat(said.path("timestamp").asText()).as(line).isNotEmpty();
    }

    private Map<String, String> settings(int http, int management) {
        Infrastructure infrastructure = TestInfrastructure.shared();
        Map<String, String> settings = new HashMap<>();
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(http));
        settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        settings.put("KAFKA_BOOTSTRAP_SERVERS", infrastructure.kafka().bootstrapServers());
        settings.put(
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                infrastructure.keycloak().issuer().toString());
        settings.put("PARLEY_HISTORY_URL", chat.system().internalHistoryUri().toString());
        settings.put("PARLEY_HISTORY_CREDENTIAL", chat.system().serviceCredential());
        return settings;
    }
}
