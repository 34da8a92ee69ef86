package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards as Grafana's sidecar gets them. */
class DashboardsTest {
    static List<JsonNode> dashboards() throws IOException {
        var json = new ObjectMapper();
        var maps = Chart.render(Chart.example("production-large"))
                .ofKind("ConfigMap")
                .filter(map -> Manifest.name(map).contains("-dashboard-"))
                .toList();
        var dashboards = new java.util.ArrayList<JsonNode>();
        for (var map : maps) {
            assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
            for (var file : map.path("data").properties()) {
                dashboards.add(json.readTree(file.getValue().asText()));
            }
        }
        return dashboards;
    }

    static Stream<String> expressions() throws IOException {
        return dashboards().stream().flatMap(dashboard -> dashboard.findValuesAsText("expr").stream());
    }

    @Test
    void thereAreTwoAndEachHasPanelsWithADescriptionAndAQuery() throws IOException {
        assertThat(dashboards()).hasSize(2).allSatisfy(dashboard -> {
            assertThat(dashboard.path("uid").asText()).startsWith("parley-");
            assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
            dashboard.path("panels").forEach(panel -> {
                if (!panel.path("type").asText().equals("row")) {
                    assertThat(panel.path("description").asText()).isNotBlank();
                    assertThat(panel.path("targets")).isNotEmpty();
                }
            });
        });
    }

    @Test
    void everyQueryIsOfOneNamespace() throws IOException {
        assertThat(expressions()).isNotEmpty().allMatch(expression -> expression.contains("namespace=\"$namespace\""));
    }
}
