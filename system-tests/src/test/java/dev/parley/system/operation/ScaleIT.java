package dev.parley.system.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contract.Topics;
import dev.parley.local.service.ServiceProcess;
import dev.parley.system.client.Patience;
import dev.parley.system.environment.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** More of a service takes its share, less of it leaves the rest to the others. */
class ScaleIT {
    private static final int CLIENTS = Integer.getInteger("parley.clients", 600) / 2;
    private static final int ROOMS = 10;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String GROUP = "parley-message-service";
    /** Far from the 45 s that Kafka's clients take if left alone: a service that is silent for 6 s is given up. */
    private static final Duration MOVED_WITHIN = Duration.ofSeconds(20);

    private final Fleet fleet = Fleet.shared();

    @Test
    void aGatewayThatIsAddedUnderLoadTakesConnectionsAndDisturbsNobody() throws InterruptedException {
        List<User> owners = fleet.people().subList(0, ROOMS);
        try (Entrance entrance = new Entrance(fleet::gateways);
                Swarm swarm = new Swarm(entrance);
                Posting posting = new Posting(entrance)) {
            List<RoomRecord> rooms = posting.rooms(owners);
            swarm.join(CLIENTS, fleet.people(), rooms);
            posting.start(owners, rooms, EVERY);

            ServiceProcess added = fleet.addGateway();
            Patience.until("its readiness is known", PATIENCE, () -> entrance.leadsTo(added));
            swarm.join(CLIENTS, fleet.people(), rooms);

            posting.close();
            swarm.awaitAll(rooms);
            double taken = Scrape.of(added).value("parley_gateway_connections");
            double share = (double) CLIENTS / fleet.gateways().size();
            System.out.printf("a gateway was added: it took %.0f of the next %d connections%n", taken, CLIENTS);
            assertThat(taken).isBetween(share / 2, 2 * share);
            assertThat(swarm.closes()).isEmpty();
            assertThat(swarm.violations()).isEmpty();
        }
    }

    @Test
    void messageServicesShareThePartitionsAndOneThatIsKilledLeavesItsShareToTheOtherInSeconds() throws Exception {
        List<User> owners = fleet.people().subList(0, ROOMS);
        try (Admin kafka = Admin.create(Map.of(
                        "bootstrap.servers", fleet.infrastructure().kafka().bootstrapServers()));
                Entrance entrance = new Entrance(fleet::gateways);
                Posting posting = new Posting(entrance)) {
            long partitions = requireNonNull(kafka.describeTopics(List.of(Topics.COMMANDS))
                            .allTopicNames()
                            .get()
                            .get(Topics.COMMANDS))
                    .partitions()
                    .size();
            List<RoomRecord> rooms = posting.rooms(owners);
            Patience.until("each has its share", PATIENCE, () -> {
                List<Integer> shares = shares(kafka);
                return shares.size() == fleet.messages().size()
                        && shares.stream().mapToInt(Integer::intValue).sum() == partitions
                        && shares.stream()
                                .allMatch(share ->
                                        share >= partitions / fleet.messages().size());
            });
            ServiceProcess killed = fleet.messages().getLast();
            posting.start(owners, rooms, EVERY);

            long at = System.nanoTime();
            killed.kill();
            Patience.until(
                    "all partitions have moved", PATIENCE, () -> shares(kafka).equals(List.of((int) partitions)));
            Duration moved = Duration.ofNanos(System.nanoTime() - at);
            for (int i = 0; i < ROOMS; i++) {
                posting.post(owners.get(i), rooms.get(i), System.nanoTime());
            }
            System.out.printf(
                    "a message-service was killed: its partitions moved in %.1f s, all rooms answered after %.1f s%n",
                    moved.toMillis() / 1000.0, (System.nanoTime() - at) / 1e9);
            killed.start();
            assertThat(moved).isLessThan(MOVED_WITHIN);
        }
    }

    /** How many partitions of the command log each member of the group reads. */
    private static List<Integer> shares(Admin kafka) {
        try {
            return requireNonNull(kafka.describeConsumerGroups(List.of(GROUP))
                            .all()
                            .get()
                            .get(GROUP))
                    .members()
                    .stream()
                    .map(ScaleIT::share)
                    .filter(share -> share > 0)
                    .collect(Collectors.toList());
        } catch (ExecutionException notNow) {
            return List.of();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stop);
        }
    }

    private static int share(MemberDescription member) {
        return (int) Optional.ofNullable(member.assignment()).stream()
                .flatMap(assignment -> assignment.topicPartitions().stream())
                .map(TopicPartition::topic)
                .filter(Topics.COMMANDS::equals)
                .count();
    }
}
