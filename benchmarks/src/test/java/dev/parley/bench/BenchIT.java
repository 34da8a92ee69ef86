package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.Loop;
import dev.parley.bench.report.Result;
import dev.parley.bench.report.Results;
import dev.parley.bench.scenario.Fanout;
import dev.parley.bench.scenario.HistoryReads;
import dev.parley.bench.scenario.Idle;
import dev.parley.bench.scenario.Ingest;
import dev.parley.bench.scenario.Pace;
import dev.parley.bench.scenario.Rooms;
import dev.parley.bench.scenario.StartTime;
import dev.parley.bench.scenario.Storm;
import dev.parley.bench.target.ParleyDialect;
import dev.parley.bench.target.ParleySystem;
import dev.parley.local.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Each scenario once, small, on one system; the figures mean nothing here, that they are there does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BenchIT {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Results results = new Results(Map.of(), _ -> {});
    private final Loop loop = new Loop();
    private final ParleySystem system = ParleySystem.start(2, Map.of(), Progress.silent());

    @BeforeAll
    void isReady() {
        assertThat(system.gateway(1).isReady()).isTrue();
    }

    @AfterAll
    void end() {
        loop.close();
        system.close();
    }

    @Test
    @Order(1)
    void fanout_says_what_a_delivery_costs() {
        Fanout fanout = new Fanout(loop, new Fanout.Plan(20, 64, 1, 1, SHORT));

        fanout.run(
                List.of(Stage.room(system, "fanout")), List.of(new Pace.InFlight(4), new Pace.PerSecond(20)), results);

        assertThat(last().line()).startsWith("fanout").contains("offeredPerSecond=20");
        assertThat(last().number("serverMicrosPerDelivery")).isPositive();
        assertThat(last().number("p99Millis")).isPositive();
    }

    @Test
    @Order(2)
    void idle_says_what_a_connection_takes() {
        Result result = new Idle(loop, Duration.ofMillis(100))
                .run(Stage.gateway(system, ParleyDialect.silent(system.issuer())), 50);

        assertThat(result.number("residentMegabytes")).isPositive();
    }

    @Test
    @Order(3)
    void rooms_deliver_to_each_member() {
        Result result = new Rooms(loop, system, new Rooms.Plan(20, 20, 20, 64, SHORT)).run();

        // Rooms of 2 to 20 and the first of 2 again, one message each.
        assertThat(result.number("deliveries")).isEqualTo(2 + 209);
    }

    @Test
    @Order(4)
    void ingest_says_how_many_are_accepted() {
        new Ingest(loop, system, new Ingest.Plan("ingest", 5, 20, 64, 1, SHORT)).run(results);

        assertThat(last().number("acceptedPerSecond")).isPositive();
        assertThat(last().number("p99Millis")).isPositive();
        assertThat(last().number("postgresqlMicrosPerMessage")).isPositive();
    }

    @Test
    @Order(5)
    void history_compares_rooms_of_different_ages() {
        new HistoryReads(system, Progress.silent(), 1).run(List.of(200L, 2_000L), results);

        assertThat(last().number("messages")).isEqualTo(2_000);
        assertThat(last().number("firstPageTimesSmallest")).isPositive();
        assertThat(last().number("searchRareWordTimesSmallest")).isPositive();
    }

    @Test
    @Order(6)
    void after_a_storm_nobody_and_nothing_is_lost() {
        Result result = new Storm(loop, system, new Storm.Plan(60, 20, 5, 20, SHORT)).run();

        assertThat(result.number("backWorstSeconds")).isPositive();
        assertThat(result.number("holes")).isZero();
        assertThat(result.number("repeats")).isZero();
        assertThat(result.number("resets")).isZero();
        // None where the broadcast is prompt, which a machine that runs tests need not be; never one for each who comes
        // back.
        assertThat(result.number("historyEventQueries")).isLessThan(60);
    }

    @Test
    @Order(7)
    void a_gateway_that_has_learnt_its_start_takes_much_less_of_the_processor() {
        new StartTime(system, Progress.silent(), 1).run(results);

        Result untrained = results.all().get(results.all().size() - 2);
        assertThat(untrained.line()).contains("jvm=untrained");
        assertThat(last().line()).contains("jvm=rehearsed");
        assertThat(last().number("secondsToReady")).isPositive();
        assertThat(last().number("cpuSecondsToReady")).isLessThan(untrained.number("cpuSecondsToReady") * 0.7);
    }

    private Result last() {
        return results.all().getLast();
    }
}
