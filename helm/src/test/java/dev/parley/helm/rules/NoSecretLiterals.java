package dev.parley.helm.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Secrets come from Secrets: neither as a variable's literal value, nor in a ConfigMap, nor anywhere else in clear. */
public final class NoSecretLiterals implements Rule {
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(PASSWORD|CREDENTIAL|SECRET|TOKEN|JAAS|PRIVATE_KEY).*");

    /** Java's own trust store has the same password everywhere. */
    private static final Set<String> PUBLIC = Set.of("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PFX_PASSWORD");

    private static final int LEAST_SECRET_CHARACTERS = 16;

    @Override
    public Stream<String> broken(Manifest manifest) {
        return Stream.of(variables(manifest), configuration(manifest), values(manifest))
                .flatMap(sentences -> sentences);
    }

    private static Stream<String> variables(Manifest manifest) {
        return manifest.workloads().stream()
                .flatMap(workload -> workload.allContainers()
                        .flatMap(container -> Workload.elements(container.path("env")))
                        .filter(variable -> variable.has("value")
                                && isSecret(variable.path("name").asText()))
                        .map(variable ->
                                workload.title() + ": " + variable.path("name").asText() + " has a literal value"));
    }

    private static Stream<String> configuration(Manifest manifest) {
        return manifest.ofKind("ConfigMap")
                .flatMap(map -> map.path("data").properties().stream()
                        .filter(entry -> isSecret(entry.getKey()) && !PUBLIC.contains(entry.getKey()))
                        .map(entry -> Manifest.title(map) + ": holds " + entry.getKey()));
    }

    /** No value of a rendered Secret stands anywhere else. */
    private static Stream<String> values(Manifest manifest) {
        var secrets = manifest.ofKind("Secret")
                .flatMap(secret -> secret.path("data").properties().stream())
                .filter(entry -> !entry.getKey().equals("username"))
                .map(entry ->
                        new String(Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8))
                .filter(value -> value.length() >= LEAST_SECRET_CHARACTERS)
                .collect(Collectors.toSet());
        return manifest.objects().stream()
                .filter(object -> !Manifest.kind(object).equals("Secret"))
                .filter(object -> holds(object, secrets))
                .map(object -> Manifest.title(object) + ": holds the value of a secret");
    }

    private static boolean holds(JsonNode node, Set<String> secrets) {
        if (node.isValueNode()) {
            return secrets.stream().anyMatch(node.asText()::contains);
        }
        return Workload.elements(node).anyMatch(element -> holds(element, secrets));
    }

    private static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name).matches();
    }
}
