package dev.parley.system.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The Keycloak realm, with what only tests need put on top of it: clients whose tokens are short-lived or meant for others,
 * and as many people as the tests ask for.
 */
public final class Realm {
    /** How long a token of {@link #SHORT_CLIENT} lives: enough to use it where the machine stands still for some seconds. */
    public static final Duration SHORT_LIFE = Duration.ofSeconds(12);

    /** How long a token of {@link #RENEWED_CLIENT} lives: a quarter of it is enough to renew it on such a machine. */
    private static final Duration RENEWED_LIFE = Duration.ofSeconds(24);

    /** How long a token of {@link #LONG_CLIENT} lives: longer than any test. */
    private static final Duration LONG_LIFE = Duration.ofHours(1);

    public static final String USUAL_CLIENT = "parley-cli";
    public static final String SHORT_CLIENT = "parley-test-short";
    public static final String RENEWED_CLIENT = "parley-test-renewed";
    static final String LONG_CLIENT = "parley-test-long";
    static final String FOREIGN_CLIENT = "parley-test-foreign";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ADMINISTRATOR = "admin";
    private static final Duration FRESH_ENOUGH = Duration.ofSeconds(90);
    private static final int USUAL_KEY_PRIORITY = 1000;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;
    private static final int CONFLICT = 409;

    private final URI issuer;
    private final URI administration;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private int rotations;

    public Realm(URI issuer) {
        this.issuer = issuer;
        this.administration = URI.create(issuer.toString().replace("/realms/", "/admin/realms/"));
        hashPasswordsCheaply();
        addClient(SHORT_CLIENT, SHORT_LIFE, true);
        addClient(RENEWED_CLIENT, RENEWED_LIFE, true);
        addClient(LONG_CLIENT, LONG_LIFE, true);
        addClient(FOREIGN_CLIENT, Duration.ofMinutes(5), false);
    }

    /** Keycloak's usual hash takes longer than most of these tests. */
    private void hashPasswordsCheaply() {
        ObjectNode change =
                JSON.createObjectNode().put("passwordPolicy", "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
        administer("PUT", "", change, Set.of(NO_CONTENT));
    }

    private void addClient(String id, Duration tokenLife, boolean forParley) {
        ObjectNode client = JSON.createObjectNode()
                .put("clientId", id)
                .put("publicClient", true)
                .put("directAccessGrantsEnabled", true)
                .put("standardFlowEnabled", false);
        client.putObject("attributes").put("access.token.lifespan", Long.toString(tokenLife.toSeconds()));
        if (forParley) {
            ObjectNode audience = client.putArray("protocolMappers").addObject();
            audience.put("name", "audience");
            audience.put("protocol", "openid-connect");
            audience.put("protocolMapper", "oidc-audience-mapper");
            audience.putObject("config")
                    .put("included.custom.audience", "parley")
                    .put("access.token.claim", "true");
        }
        administer("POST", "/clients", client, Set.of(CREATED, CONFLICT));
    }

    /** Makes sure that there is somebody of this name. */
    public User user(String name) {
        ObjectNode user = JSON.createObjectNode()
                .put("username", name)
                .put("enabled", true)
                .put("firstName", name)
                .put("lastName", "Test")
                .put("email", name + "@parley.example")
                .put("emailVerified", true);
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", name)
                .put("temporary", false);
        administer("POST", "/users", user, Set.of(CREATED, CONFLICT));
        return new User(this, name);
    }

    /** From now on tokens are signed with a key that nobody has seen. */
    void rotateKeys() {
        ObjectNode key = JSON.createObjectNode()
                .put("name", "rotated-" + (++rotations))
                .put("providerId", "rsa-generated")
                .put("providerType", "org.keycloak.keys.KeyProvider");
        ObjectNode settings = key.putObject("config");
        settings.putArray("priority").add(Integer.toString(USUAL_KEY_PRIORITY + rotations));
        settings.putArray("algorithm").add("RS256");
        settings.putArray("keySize").add("2048");
        administer("POST", "/components", key, Set.of(CREATED));
        tokens.clear();
    }

    /** A token that may have been used before, with some life left. */
    String token(String user, String client) {
        return tokens.compute(
                client + " " + user,
                (_, held) -> held != null && stillFresh(held) ? held : grant(issuer, client, user));
    }

    String freshToken(String user, String client) {
        return grant(issuer, client, user);
    }

    private static boolean stillFresh(String token) {
        return Jwt.expiry(token).isAfter(Instant.now().plus(FRESH_ENOUGH));
    }

    private void administer(String method, String path, ObjectNode body, Set<Integer> expected) {
        URI master = URI.create(issuer.toString().replaceFirst("/realms/.*", "/realms/master"));
        String token = tokens.compute(
                "administrator",
                (_, held) ->
                        held != null && Jwt.expiry(held).isAfter(Instant.now().plusSeconds(10))
                                ? held
                                : grant(master, "admin-cli", ADMINISTRATOR));
        HttpRequest request = HttpRequest.newBuilder(URI.create(administration + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> answer = send(request);
        if (!expected.contains(answer.statusCode())) {
            throw new AssertionError("Keycloak: " + method + " " + path + ": " + answer.statusCode() + answer.body());
        }
    }

    private static String grant(URI issuer, String client, String user) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(form(Map.of("grant_type", "password", "client_id", client, "username", user, "password", user)))
                .build();
        HttpResponse<String> answer = send(request);
        JsonNode body = parse(answer.body());
        if (!body.has("access_token")) {
            throw new AssertionError("Keycloak gives " + user + " no token: " + answer.statusCode() + answer.body());
        }
        return body.path("access_token").asText();
    }

    private static BodyPublisher form(Map<String, String> fields) {
        return BodyPublishers.ofString(fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while talking to Keycloak", interrupted);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
