package dev.parley.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.LocalFailure;
import dev.parley.local.service.ServiceEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PortPlanTest {
    @Test
    void on_an_idle_machine_everything_gets_its_usual_port() {
        var plan = plan(2, Set.of());
        assertThat(plan.postgres()).isEqualTo(54320);
        assertThat(plan.kafka()).isEqualTo(9092);
        assertThat(plan.keycloak()).isEqualTo(8180);
        assertThat(plan.services().gateways())
                .containsExactly(new ServiceEndpoint(8080, 9080), new ServiceEndpoint(8081, 9081));
        assertThat(plan.services().history()).isEqualTo(new ServiceEndpoint(8082, 9082));
        assertThat(plan.services().internalHistory()).isEqualTo(8083);
        assertThat(plan.services().message()).isEqualTo(new ServiceEndpoint(8084, 9084));
    }

    @Test
    void more_gateways_step_over_the_ports_of_others() {
        assertThat(plan(4, Set.of()).services().gateways().stream().map(ServiceEndpoint::http))
                .containsExactly(8080, 8081, 8085, 8086);
    }

    @Test
    void further_gateways_step_over_ports_that_are_taken() {
        assertThat(plan(2, Set.of(8081)).services().gateways().getLast().http()).isEqualTo(8085);
    }

    @Test
    void a_management_port_that_is_taken_gives_way_to_the_next() {
        assertThat(plan(1, Set.of(9080)).services().gateways().getFirst()).isEqualTo(new ServiceEndpoint(8080, 9081));
    }

    @Test
    void a_chosen_port_that_is_taken_is_refused_with_a_way_out() {
        assertThatThrownBy(() -> plan(1, Set.of(8080)))
                .isInstanceOf(LocalFailure.class)
                .hasMessage("port 8080 for the gateway is taken; choose another with --gateway-port or"
                        + " PARLEY_GATEWAY_PORT");
    }

    @Test
    void one_port_for_two_is_refused() {
        assertThatThrownBy(() -> plan(1, Set.of(), "--history-port", "8080"))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("wanted twice");
    }

    @Test
    void a_port_outside_of_the_range_is_refused() {
        assertThatThrownBy(() -> plan(1, Set.of(), "--kafka-port", "70000"))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("--kafka-port");
    }

    @Test
    void zero_is_left_to_the_server_and_to_the_next_free_port_for_services() {
        var plan = plan(1, Set.of(8080), "--gateway-port", "0", "--kafka-port", "0");
        assertThat(plan.kafka()).isZero();
        assertThat(plan.services().gateways().getFirst().http()).isEqualTo(8081);
    }

    @Test
    void no_port_is_given_twice() {
        var plan = plan(10, Set.of(8081, 9085));
        var all = new ArrayList<>(List.of(
                plan.postgres(), plan.kafka(), plan.keycloak(), plan.services().internalHistory()));
        var endpoints = new ArrayList<>(plan.services().gateways());
        endpoints.add(plan.services().history());
        endpoints.add(plan.services().message());
        endpoints.forEach(endpoint -> all.addAll(List.of(endpoint.http(), endpoint.management())));
        assertThat(all).doesNotHaveDuplicates().doesNotContain(8081, 9085);
    }

    private static PortPlan.Planned plan(int gateways, Set<Integer> taken, String... options) {
        var ports = CommandLine.populateCommand(new UpPorts(), options);
        return PortPlan.of(ports, gateways, port -> !taken.contains(port));
    }
}
