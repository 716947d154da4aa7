package io.slackwater.discovery;

import static io.slackwater.discovery.Look.alarms;
import static io.slackwater.discovery.Look.ids;
import static io.slackwater.discovery.Look.notes;
import static io.slackwater.discovery.Shop.cluster;
import static io.slackwater.discovery.Shop.files;
import static io.slackwater.discovery.Shop.postgres;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.Policy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Labels of a workload choose the plan and the method. A label without effect is reported. */
class LabelDiscoveryTest {

    private final Look look = new Look();

    @Test
    void aMistypedLabelUnprotectsOnlyItsOwnWorkload() throws Exception {
        look.docker
                .with(
                        postgres("db").enabled(),
                        ContainerBuilder.service("shop", "files")
                                .enabled()
                                .label("slackwater.plann", "critical")
                                .volume("files", "/data"))
                .answers("shop-db-1", "psql", cluster("app"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.db.app").noneMatch(id -> id.contains("files"));
        assertThat(inventory.uncovered()).anySatisfy(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.subject().text()).isEqualTo("service files of project shop");
            assertThat(uncovered.reason())
                    .isEqualTo("Unknown label slackwater.plann='critical' in container shop-files-1.");
            assertThat(uncovered.remedy())
                    .isEqualTo(
                            "Did you mean slackwater.plan? Correct the label in the compose file, then run docker compose up -d.");
        });
    }

    @Test
    void stopIsRefusedWhileNothingIsStoppedForABackup() throws Exception {
        look.docker.with(files().label("slackwater.method", "stop"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(alarms(inventory))
                .singleElement()
                .asString()
                .contains("slackwater.method=stop does not fit the kind volume");
    }

    @Test
    void aMethodThatDoesNotFitTheKindIsRefused() throws Exception {
        look.docker.with(
                postgres("db").enabled().label("slackwater.method", "freeze"),
                files().label("slackwater.method", "stream"));

        Inventory inventory = look.look();

        assertThat(inventory.workloads()).isEmpty();
        assertThat(inventory.uncovered())
                .extracting(Uncovered::remedy)
                .contains(
                        "Allowed for the kind postgres: auto, stream; correct the label in the compose file, then run docker compose up -d.",
                        "Allowed for the kind volume: auto, hot, freeze; correct the label in the compose file, then run docker compose up -d.");
    }

    @Test
    void aPlanLabelTakesPrecedenceOverTheKind() throws Exception {
        look.docker.with(files().label("slackwater.plan", "system"));

        assertThat(look.look()
                        .dataset("shop.files.data--fced7c40")
                        .orElseThrow()
                        .plan())
                .isEqualTo("system");
    }

    @Test
    void aKindWithoutAPlanAlarms() throws Exception {
        look.policy = Policies.policy(
                Set.of(), Policy.Protect.LABELLED, "/repos", Map.of("only", Policies.plan("only", Set.of("redis"))));
        look.docker.with(files());

        assertThat(alarms(look.look()))
                .containsExactly("service files of project shop: No plan of the policy lists the kind volume.");
    }

    @Test
    void labelsOfMissingFeaturesAreReported() throws Exception {
        look.docker.with(files().label("slackwater.exec.dump", "[\"dump\"]")
                .label("slackwater.group", "web")
                .label("slackwater.drill.sql", "select true"));

        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.files.data--fced7c40");
        assertThat(alarms(inventory))
                .hasSize(2)
                .anyMatch(a -> a.contains("slackwater.exec.dump"))
                .anyMatch(a -> a.contains("slackwater.group has no effect"));
        assertThat(notes(inventory)).anyMatch(note -> note.contains("slackwater.drill.sql has no effect"));
    }
}
