package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every key of a Secret that the chart makes reaches somebody, and nobody asks such a Secret for a key that it lacks. */
public final class SecretKeys implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        var asked = asked(manifest);
        var sentences = new ArrayList<String>();
        var made = new HashSet<String>();
        manifest.ofKind("Secret").forEach(secret -> {
            var name = Manifest.name(secret);
            made.add(name);
            var keys = new TreeSet<String>();
            secret.path("data").fieldNames().forEachRemaining(keys::add);
            for (var key : keys) {
                if (!asked.contains(name + "/" + key) && !asked.contains(name + "/*")) {
                    sentences.add("Secret/" + name + ": nobody takes " + key);
                }
            }
            asked.stream()
                    .filter(reference -> reference.startsWith(name + "/") && !reference.endsWith("/*"))
                    .filter(reference -> !keys.contains(reference.substring(name.length() + 1)))
                    .forEach(reference -> sentences.add("Secret/" + name + ": has no " + reference));
        });
        asked.stream()
                .map(reference -> reference.substring(0, reference.indexOf('/')))
                .filter(name -> name.startsWith("parley-generated") && !made.contains(name))
                .forEach(name -> sentences.add("Secret/" + name + ": is asked for, but not made"));
        return sentences.stream().distinct();
    }

    /** {@code secret/key}; {@code secret/*} where an operator takes the whole. */
    private static Set<String> asked(Manifest manifest) {
        var asked = new TreeSet<String>();
        for (var workload : manifest.workloads()) {
            workload.allContainers()
                    .flatMap(container -> Workload.elements(container.path("env")))
                    .map(variable -> variable.path("valueFrom").path("secretKeyRef"))
                    .filter(reference -> !reference.isMissingNode())
                    .forEach(reference -> asked.add(reference.path("name").asText() + "/"
                            + reference.path("key").asText()));
        }
        manifest.ofKind("Cluster").forEach(cluster -> {
            asked.add(cluster.at("/spec/bootstrap/initdb/secret/name").asText() + "/*");
            Workload.elements(cluster.at("/spec/managed/roles"))
                    .forEach(role -> asked.add(role.at("/passwordSecret/name").asText() + "/*"));
        });
        manifest.ofKind("TriggerAuthentication")
                .forEach(authentication -> Workload.elements(authentication.at("/spec/secretTargetRef"))
                        .forEach(target -> asked.add(target.path("name").asText() + "/"
                                + target.path("key").asText())));
        manifest.ofKind("Keycloak")
                .forEach(keycloak -> List.of("usernameSecret", "passwordSecret")
                        .forEach(field -> asked.add(keycloak.at("/spec/db/" + field + "/name")
                                        .asText() + "/"
                                + keycloak.at("/spec/db/" + field + "/key").asText())));
        return asked;
    }
}
