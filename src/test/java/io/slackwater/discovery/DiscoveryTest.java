package io.slackwater.discovery;

import static io.slackwater.discovery.Look.alarms;
import static io.slackwater.discovery.Look.ids;
import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.files;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.Container;
import io.slackwater.docker.ExecResult;
import io.slackwater.policy.Policy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which containers become workloads, and under which ids. */
class DiscoveryTest {

    private final Look look = new Look();

    @Test
    void twoProjectsWithAServiceOfTheSameNameHaveTheirOwnIds() throws Exception {
        look.docker
                .with(
                        ContainerBuilder.service("one", "db").image("postgres").enabled(),
                        ContainerBuilder.service("two", "db").image("postgres").enabled())
                .answers("one-db-1", "psql", cluster("app"))
                .answers("two-db-1", "psql", cluster("app"));

        assertThat(ids(look.look())).contains("one.db.app", "two.db.app").doesNotHaveDuplicates();
    }

    @Test
    void theInventoryOfAnUnchangedDaemonIsEqual() throws Exception {
        look.docker
                .with(
                        postgres("db").env("POSTGRES_PASSWORD", "s3cret").enabled(),
                        files(),
                        ContainerBuilder.service("shop", "redis")
                                .image("redis:8")
                                .enabled()
                                .volume("redis", "/data"))
                .answers("shop-db-1", "psql", cluster("app"));

        assertThat(look.look()).isEqualTo(look.look());
    }

    @Test
    void servicesAreInspectedAtTheSameTimeAndKeepTheirOrder() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        look.docker
                .with(
                        ContainerBuilder.service("one", "db").image("postgres").enabled(),
                        ContainerBuilder.service("two", "db").image("postgres").enabled())
                .answers("one-db-1", "psql", command -> {
                    assertThat(await(second))
                            .as("the second is asked meanwhile")
                            .isTrue();
                    return new ExecResult(0, cluster("app"), "");
                })
                .answers("two-db-1", "psql", command -> {
                    second.countDown();
                    return new ExecResult(0, cluster("app"), "");
                });

        assertThat(look.look().workloads())
                .extracting(workload -> workload.id().value())
                .containsSubsequence("one-db", "two-db");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDefectInTheInspectionOfOneServiceEndsTheDiscovery() {
        look.docker.with(postgres("db").enabled(), files()).answers("shop-db-1", "psql", command -> {
            throw new IllegalArgumentException("a defect");
        });

        assertThatThrownBy(look::look)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a defect");
    }

    @Test
    void severalReplicasNeedALabel() throws Exception {
        look.docker.with(files(), files().replica(2));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(alarms(inventory)).singleElement().asString().contains("2 containers of this service run");
    }

    @Test
    void aStoppedContainerBesideARunningContainerIsNoReplica() throws Exception {
        look.docker.with(files().state(Container.State.EXITED), files().replica(2));

        Workload found = look.look().workload(new WorkloadId("shop", "files")).orElseThrow();

        assertThat(found.container().name()).isEqualTo("shop-files-2");
    }

    @Test
    void oneOffContainersAndHelpersAreIgnored() throws Exception {
        look.docker.with(
                files().oneOff(),
                ContainerBuilder.plain("helper").label("slackwater.helper", "x").volume("v", "/v"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(inventory.uncovered()).isEmpty();
    }

    @Test
    void onlyTheProjectsOfThePolicyAreDiscovered() throws Exception {
        look.policy = Policies.policy(Set.of("shop"), Policy.Protect.LABELLED, "/repos/critical");
        look.docker.with(
                files(),
                ContainerBuilder.service("other", "files").enabled().volume("o", "/data"),
                ContainerBuilder.plain("lonely").volume("l", "/data"));
        look.docker.volumes.put("other_gone", Map.of("com.docker.compose.project", "other"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).containsExactly("shop.files.data--fced7c40", "shop.config");
        assertThat(Look.notes(inventory))
                .singleElement()
                .asString()
                .startsWith("service files of project other: The service has the label");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void protectAllIncludesUnlabelledButNotDisabledContainers() throws Exception {
        look.policy = Policies.policy(Set.of(), Policy.Protect.ALL, "/repos/critical");
        look.docker.with(
                ContainerBuilder.service("shop", "files").volume("f", "/data"),
                ContainerBuilder.service("shop", "cache").volume("c", "/data").label("slackwater.enable", "false"),
                ContainerBuilder.service("shop", "web").image("nginx"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).containsExactly("shop.files.data--fced7c40", "shop.config");
        assertThat(alarms(inventory)).isEmpty();
    }

    @Test
    void aServiceNamedStackSharesItsWorkloadWithTheConfiguration() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "stack").enabled().volume("s", "/data"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).hasSize(1);
        assertThat(ids(inventory)).containsExactly("shop.stack.data--fced7c40", "shop.config");
    }

    @Test
    void aContainerWithoutAProjectIsKnownByItsName() throws Exception {
        look.docker.with(ContainerBuilder.plain("notes").enabled().volume("n", "/data"));

        assertThat(ids(look.look())).containsExactly("notes.notes.data--fced7c40");
    }
}
