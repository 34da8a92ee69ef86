package dev.parley.history.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServiceCredentialTest {
    private final ServiceCredential credential = new ServiceCredential("s3cret");

    @Test
    void the_secret_as_a_bearer_token_is_admitted() {
        assertThat(credential.admits("Bearer s3cret")).isTrue();
        assertThat(credential.admits("bearer s3cret")).isTrue();
    }

    @Test
    void anything_else_is_not() {
        for (String wrong :
                new String[] {null, "", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret ", "Basic s3cret", "s3cret"
                }) {
            assertThat(credential.admits(wrong)).as("%s", wrong).isFalse();
        }
    }
}
