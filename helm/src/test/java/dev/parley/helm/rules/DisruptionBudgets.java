package dev.parley.helm.rules;

import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.util.stream.Stream;

/** Every service has a budget that says how many may be away at once, and that lets a node be emptied. */
public final class DisruptionBudgets implements Rule {
    @Override
    public Stream<String> broken(Manifest manifest) {
        return manifest.workloads().stream()
                .filter(Workload::isService)
                .filter(workload -> workload.kind().equals("Deployment"))
                .flatMap(workload -> {
                    var budgets = manifest.ofKind("PodDisruptionBudget")
                            .filter(budget ->
                                    Selectors.selects(budget.path("spec").path("selector"), workload.labels()))
                            .toList();
                    if (budgets.size() != 1) {
                        return Stream.of(workload.title() + ": has " + budgets.size() + " disruption budgets");
                    }
                    var most = budgets.getFirst()
                            .path("spec")
                            .path("maxUnavailable")
                            .asText();
                    return most.isEmpty() || most.equals("0")
                            ? Stream.of(workload.title() + ": its disruption budget never lets a node go")
                            : Stream.empty();
                });
    }
}
