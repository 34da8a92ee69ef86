package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.models.StrictModels;
import dev.parley.helm.rules.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
    static List<Path> examples() {
        return Chart.examples();
    }

    @Test
    void theChartLints() {
        var result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.startsWith("[WARNING]"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleRendersIntoObjectsThatTheirKindsTake(Path values) {
        var manifest = Chart.render(values);

        assertThat(manifest.objects()).hasSizeGreaterThan(15);
        assertThat(manifest.objects().stream().map(StrictModels::refusal).flatMap(Optional::stream))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleKeepsEveryRule(Path values) {
        var manifest = Chart.render(values);

        assertThat(Rule.all().stream().flatMap(rule -> rule.broken(manifest))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyObjectIsTheReleasesAndHasAnotherName(Path values) {
        var manifest = Chart.render(values);

        assertThat(manifest.objects()).allSatisfy(object -> {
            assertThat(object.at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE);
            assertThat(object.at("/metadata/labels")
                            .path("app.kubernetes.io/instance")
                            .asText())
                    .isEqualTo(Chart.RELEASE);
        });
        assertThat(manifest.objects().stream().map(Manifest::title)).doesNotHaveDuplicates();
    }

    @Test
    void aTypoInAnyKindOfObjectIsCaught() {
        var manifests = Chart.examples().stream().map(Chart::render).toList();
        var kinds = manifests.stream()
                .flatMap(manifest -> manifest.objects().stream())
                .map(Manifest::kind)
                .distinct()
                .toList();

        assertThat(kinds).hasSizeGreaterThan(20);
        assertThat(kinds).allSatisfy(kind -> {
            var object = manifests.stream()
                    .flatMap(manifest -> manifest.ofKind(kind))
                    .findFirst()
                    .orElseThrow()
                    .deepCopy();
            var body = Stream.of("spec", "metadata")
                    .filter(object::has)
                    .map(field -> (ObjectNode) object.get(field))
                    .findFirst()
                    .orElseThrow();
            body.put("replicsa", 1);
            assertThat(StrictModels.refusal(object)).as(kind).get().asString().contains("replicsa");
        });
    }

    @Test
    void aTypoDeepInAnObjectIsNamedWithItsPlace() {
        var deployment = Chart.render().get("Deployment", "parley-gateway").deepCopy();
        var container = (ObjectNode) deployment.at("/spec/template/spec/containers/0/readinessProbe/httpGet");
        container.put("pth", "/");

        assertThat(StrictModels.refusal(deployment))
                .get()
                .asString()
                .contains("Deployment/parley-gateway", "pth", "readinessProbe");
    }
}
