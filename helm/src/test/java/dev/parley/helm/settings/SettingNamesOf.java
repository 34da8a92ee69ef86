package dev.parley.helm.settings;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which environment variables a service reads. */
public final class SettingNamesOf {
    /** Of the {@code java} command, not of Quarkus. */
    private static final Set<String> OF_JAVA = Set.of("_JAVA_OPTIONS");

    /** Of Quarkus itself, and described nowhere. */
    private static final Set<String> OF_QUARKUS = Set.of("QUARKUS_PROFILE");

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:}]+)[:}]");
    private static final QuarkusSettings QUARKUS = QuarkusSettings.load();
    private static final Map<ServiceModule, SettingNamesOf> KNOWN = new EnumMap<>(ServiceModule.class);

    private final Set<String> variables = new HashSet<>();

    private SettingNamesOf(ServiceModule module) {
        variables.addAll(OwnSettings.of(module));
        variables.addAll(OF_JAVA);
        variables.addAll(OF_QUARKUS);
        module.properties().forEach((name, value) -> {
            if (!name.toString().startsWith("quarkus.") && !name.toString().startsWith("%")) {
                variables.add(variable(name.toString()));
            }
            EXPRESSION.matcher(value.toString()).results().forEach(found -> variables.add(variable(found.group(1))));
        });
    }

    public static synchronized SettingNamesOf module(ServiceModule module) {
        return KNOWN.computeIfAbsent(module, SettingNamesOf::new);
    }

    /** Whether the service reads this variable when it starts. */
    public boolean know(String variable) {
        return variables.contains(variable) || QUARKUS.knows(variable) || isOfKafkaClients(variable);
    }

    private static boolean isOfKafkaClients(String variable) {
        if (!variable.startsWith("KAFKA_")) {
            return false;
        }
        var name =
                variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
        return ProducerConfig.configNames().contains(name)
                && ConsumerConfig.configNames().contains(name)
                && AdminClientConfig.configNames().contains(name);
    }

    /** How MicroProfile Config spells a property as a variable. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
