package dev.parley.helm.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is used here of Keycloak's operator, {@code k8s.keycloak.org/v2alpha1}, and of a realm. */
final class KeycloakOperator {
    private KeycloakOperator() {}

    record Keycloak(String apiVersion, String kind, ObjectMeta metadata, KeycloakSpec spec) {}

    record KeycloakSpec(
            int instances,
            @Nullable String image,
            Database db,
            Http http,
            Hostname hostname,
            Proxy proxy,
            KeycloakIngress ingress,
            ResourceRequirements resources) {}

    record Database(
            String vendor,
            String host,
            int port,
            String database,
            SecretKey usernameSecret,
            SecretKey passwordSecret) {}

    record SecretKey(String name, String key) {}

    record Http(String tlsSecret) {}

    record Hostname(String hostname) {}

    record Proxy(String headers) {}

    record KeycloakIngress(boolean enabled, @Nullable String className) {}

    record KeycloakRealmImport(String apiVersion, String kind, ObjectMeta metadata, RealmImportSpec spec) {}

    record RealmImportSpec(String keycloakCRName, Realm realm) {}

    record Realm(
            String realm,
            String displayName,
            boolean enabled,
            String sslRequired,
            boolean registrationAllowed,
            boolean loginWithEmailAllowed,
            int accessTokenLifespan,
            int ssoSessionIdleTimeout,
            int ssoSessionMaxLifespan,
            boolean bruteForceProtected,
            boolean permanentLockout,
            int failureFactor,
            int waitIncrementSeconds,
            int maxFailureWaitSeconds,
            List<Client> clients) {}

    record Client(
            String clientId,
            String name,
            boolean enabled,
            String protocol,
            boolean publicClient,
            boolean standardFlowEnabled,
            boolean implicitFlowEnabled,
            boolean directAccessGrantsEnabled,
            boolean serviceAccountsEnabled,
            @Nullable List<String> redirectUris,
            @Nullable List<String> webOrigins,
            @Nullable Map<String, String> attributes,
            List<Mapper> protocolMappers) {}

    record Mapper(
            String name,
            String protocol,
            @JsonProperty("protocolMapper") String mapper,
            Map<String, String> config) {}
}
