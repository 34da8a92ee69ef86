package dev.parley.helm.models;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is used here of CloudNativePG's {@code postgresql.cnpg.io/v1}. */
final class CloudNativePg {
    private CloudNativePg() {}

    record Cluster(String apiVersion, String kind, ObjectMeta metadata, ClusterSpec spec) {}

    record ClusterSpec(
            int instances,
            String imageName,
            Storage storage,
            ResourceRequirements resources,
            PostgresConfiguration postgresql,
            Bootstrap bootstrap,
            Managed managed,
            @Nullable JsonNode backup,
            @Nullable List<JsonNode> plugins) {}

    record Storage(String size, @Nullable String storageClass) {}

    record PostgresConfiguration(
            Map<String, String> parameters, @Nullable Synchronous synchronous) {}

    enum SynchronousMethod {
        any,
        first
    }

    enum Durability {
        required,
        preferred
    }

    record Synchronous(SynchronousMethod method, int number, Durability dataDurability) {}

    record Bootstrap(InitDb initdb) {}

    record InitDb(
            String database,
            String owner,
            SecretName secret,
            String encoding,
            String localeProvider,
            String builtinLocale,
            List<String> postInitSQL) {}

    record SecretName(String name) {}

    record Managed(List<Role> roles) {}

    enum Ensure {
        present,
        absent
    }

    record Role(String name, Ensure ensure, boolean login, SecretName passwordSecret) {}

    record Database(String apiVersion, String kind, ObjectMeta metadata, DatabaseSpec spec) {}

    record DatabaseSpec(String name, String owner, ClusterName cluster) {}

    record ClusterName(String name) {}
}
