package dev.parley.local.infrastructure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.local.Http;
import dev.parley.local.LocalFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Access tokens of the local realm, by password. Only the local realm's client {@code parley-cli} allows that. */
public final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI issuer;

    public Tokens(URI issuer) {
        this.issuer = issuer;
    }

    /** A fresh access token of a user whose password is the name. */
    public String of(String user) {
        return of(user, user);
    }

    public String of(String user, String password) {
        return grant(issuer, "parley-cli", user, password);
    }

    /** Makes sure that there is a user of this name, whose password is the name. */
    public void newUser(String user) {
        newUsers(List.of(user));
    }

    /** Users of these names; the administrator signs in once for all of them, which costs more than they do. */
    public void newUsers(List<String> users) {
        String administrator = administrator();
        users.forEach(user -> newUser(user, administrator));
    }

    private String administrator() {
        return grant(
                URI.create(server() + "/realms/master"),
                "admin-cli",
                KeycloakServer.ADMINISTRATOR,
                KeycloakServer.ADMINISTRATOR);
    }

    private String server() {
        return issuer.toString().replaceFirst("/realms/[^/]+$", "");
    }

    private void newUser(String user, String administrator) {
        var realm = issuer.getPath().replaceFirst(".*/", "");
        var body = JSON.createObjectNode()
                .put("username", user)
                .put("enabled", true)
                .put("firstName", user)
                .put("lastName", "Local")
                .put("email", user + "@parley.example")
                .put("emailVerified", true);
        body.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", user)
                .put("temporary", false);
        var answer = send(Http.request(URI.create(server() + "/admin/realms/" + realm + "/users"))
                .header("Authorization", "Bearer " + administrator)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (answer.statusCode() != 201 && answer.statusCode() != 409) {
            throw new LocalFailure("Keycloak did not make the user " + user + ": " + answer.statusCode());
        }
    }

    private static String grant(URI issuer, String client, String user, String password) {
        var form = Map.of("grant_type", "password", "client_id", client, "username", user, "password", password);
        var answer = send(Http.request(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(form))));
        var body = parse(answer);
        if (answer.statusCode() != 200) {
            throw new LocalFailure("Keycloak refused " + user + ": "
                    + body.path("error_description").asText("status " + answer.statusCode()));
        }
        return body.path("access_token").asText();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Http.send(request);
        } catch (IOException e) {
            var uri = request.build().uri();
            throw new LocalFailure(
                    "no answer from Keycloak at " + uri.getScheme() + "://" + uri.getAuthority() + "; is Parley up?",
                    e);
        }
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalFailure("Keycloak's answer is not JSON: status " + answer.statusCode(), e);
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
