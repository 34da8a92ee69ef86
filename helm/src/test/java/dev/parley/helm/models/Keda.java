package dev.parley.helm.models;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is used here of KEDA's {@code keda.sh/v1alpha1}. */
final class Keda {
    private Keda() {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

    record ScaledObjectSpec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String name) {}

    record Advanced(AutoscalerConfiguration horizontalPodAutoscalerConfig) {}

    record AutoscalerConfiguration(HorizontalPodAutoscalerBehavior behavior) {}

    enum MetricType {
        AverageValue,
        Value,
        Utilization
    }

    enum TriggerType {
        prometheus,
        kafka,
        cpu
    }

    record Trigger(
            TriggerType type,
            @Nullable MetricType metricType,
            Map<String, String> metadata,
            @Nullable AuthenticationName authenticationRef) {}

    record AuthenticationName(String name) {}

    record TriggerAuthentication(String apiVersion, String kind, ObjectMeta metadata, TriggerAuthenticationSpec spec) {}

    record TriggerAuthenticationSpec(List<SecretTarget> secretTargetRef) {}

    record SecretTarget(String parameter, String name, String key) {}
}
