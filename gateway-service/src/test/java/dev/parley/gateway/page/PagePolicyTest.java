package dev.parley.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PagePolicyTest {
    private record Settings(String issuer, String clientId, Optional<String> history, Optional<List<String>> gateways)
            implements PageConfig {}

    private static String policy(String issuer, Optional<String> history, Optional<List<String>> gateways) {
        return PagePolicy.contentSecurity(new Settings(issuer, "parley-web", history, gateways));
    }

    @Test
    void scripts_and_styles_come_from_here_alone_and_are_never_inline() {
        assertThat(policy("https://id.example/realms/parley", Optional.empty(), Optional.empty()))
                .contains("default-src 'none'", "script-src 'self';", "style-src 'self';", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
    }

    @Test
    void connections_go_to_the_configured_origins_alone() {
        var policy = policy(
                "https://id.example/realms/parley",
                Optional.of("http://localhost:8082"),
                Optional.of(List.of("http://localhost:8080", "https://chat.example/")));
        assertThat(policy)
                .contains("connect-src 'self' https://id.example http://localhost:8082 http://localhost:8080"
                        + " ws://localhost:8080 https://chat.example wss://chat.example;");
    }

    @Test
    void an_address_that_is_none_is_refused_at_the_start() {
        assertThatThrownBy(() -> policy("id.example", Optional.empty(), Optional.empty()))
                .hasMessageContaining("id.example");
    }
}
