package dev.parley.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.contract.Topics;
import dev.parley.helm.chart.Chart;
import dev.parley.helm.chart.Manifest;
import dev.parley.helm.chart.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What stands in the chart and somewhere else, too, is the same in both places. */
class AgreementTest {
    private static final List<String> TOPICS =
            List.of(Topics.COMMANDS, Topics.EVENTS, Topics.REPLIES, Topics.SIGNALS, Topics.DEAD_LETTERS);
    /** A row of the table of sizes: name, people connected if it says so, replicas of each service, partitions. */
    private static final Pattern SIZE = Pattern.compile(
            "(?m)^\\| `([a-z]+)` \\| (?:([0-9,]+)\\b)?[^|]*\\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$");

    private static final Pattern TOPIC = Pattern.compile("(?m)^\\s*topic (\\S+) \\d+ \\d+$");

    @Test
    void theTopicsAreThoseOfTheContract() {
        var large = Chart.render(Chart.example("production-large"));
        assertThat(large.ofKind("KafkaTopic").map(Manifest::name)).containsExactlyInAnyOrderElementsOf(TOPICS);

        var script = Chart.render()
                .ofKind("Job")
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/containers/0/args/0")
                .asText();
        assertThat(TOPIC.matcher(script).results().map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(TOPICS);
    }

    @Test
    void whatServicesMayDoOnKafkaIsWhatTheirChannelsSay() throws IOException {
        var large = Chart.render(Chart.example("production-large"));
        var message = Files.readString(Path.of("../message-service/src/main/resources/application.properties"));
        var group = Pattern.compile("(?m)^mp\\.messaging\\.incoming\\.commands\\.group\\.id=(\\S+)$")
                .matcher(message);
        assertThat(group.find()).isTrue();

        var rights = Workload.elements(
                        large.get("KafkaUser", "parley-message-kafka").at("/spec/authorization/acls"))
                .filter(right -> right.at("/resource/type").asText().equals("group"))
                .map(right -> right.at("/resource/name").asText());
        assertThat(rights).containsExactly(group.group(1));
        assertThat(large.get("ScaledObject", "parley-message").toString())
                .contains("\"consumerGroup\":\"" + group.group(1) + "\"");
    }

    /** docs/scale.md has the formula: 0.6 of the limit each, and one for those of a gateway that goes. */
    @Test
    void theSizesAreThoseOfTheDocumentationAndAreEnoughForWhatItSays() throws IOException {
        var yaml = new YAMLMapper();
        var sizes = yaml.readTree(Path.of("parley/files/sizes.yaml").toFile());
        var limit = yaml.readTree(Path.of("parley/values.yaml").toFile())
                .at("/gateway/connectionLimit")
                .asInt();
        var rows = SIZE.matcher(Files.readString(Path.of("../docs/operations.md")))
                .results()
                .toList();

        assertThat(rows.stream().map(row -> row.group(1)).toList()).isEqualTo(names(sizes));
        assertThat(rows).allSatisfy(row -> {
            var size = sizes.path(row.group(1));
            assertThat(row.group(3)).isEqualTo(size.at("/gateway/replicas").asText());
            assertThat(row.group(4)).isEqualTo(size.at("/message/replicas").asText());
            assertThat(row.group(5)).isEqualTo(size.at("/history/replicas").asText());
            assertThat(row.group(6)).isEqualTo(size.at("/kafka/partitions").asText());
            if (row.group(2) != null) {
                var connected = Integer.parseInt(row.group(2).replace(",", ""));
                assertThat(Integer.parseInt(row.group(3)))
                        .isGreaterThanOrEqualTo((int) Math.ceil(connected / (0.6 * limit) + 1));
            }
        });
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void theEvaluationsRealmIsTheOneOfDevelopment() throws IOException {
        var json = new ObjectMapper();
        var map = Chart.render().get("ConfigMap", "parley-keycloak").at("/data/parley-realm.json");
        var evaluation = json.readTree(map.asText());
        var development =
                json.readTree(Path.of("../local/src/main/resources/dev/parley/local/infrastructure/parley-realm.json")
                        .toFile());

        for (var field :
                List.of("realm", "enabled", "accessTokenLifespan", "bruteForceProtected", "ssoSessionIdleTimeout")) {
            assertThat(evaluation.path(field)).as(field).isEqualTo(development.path(field));
        }
        assertThat(clients(evaluation)).isEqualTo(clients(development));
        assertThat(evaluation.path("users").findValuesAsText("username"))
                .isEqualTo(development.path("users").findValuesAsText("username"));
    }

    /** Without the addresses, which are different ones. */
    private static List<JsonNode> clients(JsonNode realm) {
        return Workload.elements(realm.path("clients"))
                .map(JsonNode::<ObjectNode>deepCopy)
                .map(client -> {
                    client.remove(List.of("redirectUris", "webOrigins"));
                    if (client.get("attributes") instanceof ObjectNode attributes) {
                        attributes.remove("post.logout.redirect.uris");
                    }
                    return (JsonNode) client;
                })
                .toList();
    }
}
