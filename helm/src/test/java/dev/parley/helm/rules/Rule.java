package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import java.util.List;
import java.util.stream.Stream;

/** Something that all rendered objects keep. */
public interface Rule {
    /** What is wrong, a sentence each; empty if nothing is. */
    Stream<String> broken(Manifest manifest);

    static List<Rule> all() {
        return List.of(
                new RestrictedSecurity(),
                new Probes(),
                new Resources(),
                new GracefulStop(),
                new DisruptionBudgets(),
                new NoSecretLiterals(),
                new SecretKeys(),
                new Selectors(),
                new Ports(),
                new SettingNames(),
                new Checksums(),
                new NetworkRules());
    }
}
