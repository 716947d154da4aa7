package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.DockerException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Docker hangs on single containers. Discovery must not fail, and must keep the known facts about them. */
class UninspectedContainersTest {

    private static final String DB = "shop-db-1";

    private final Look look = new Look();

    @BeforeEach
    void aDatabaseAndFiles() {
        look.docker
                .with(
                        ContainerBuilder.service("shop", "db")
                                .image("postgres")
                                .volume("pg", "/var/lib/postgresql/data")
                                .enabled(),
                        ContainerBuilder.service("shop", "files")
                                .volume("files", "/data")
                                .enabled(),
                        ContainerBuilder.service("shop", "web").volume("cache", "/cache"))
                .answers(DB, "psql", Shop.cluster("app"));
        look.docker.volumes.put("pg", Map.of("com.docker.compose.project", "shop"));
        look.docker.volumes.put("files", Map.of("com.docker.compose.project", "shop"));
    }

    @Test
    void datasetsOfAnUnresponsiveContainerStayListedAndTheOthersAreDiscovered() throws Exception {
        Inventory before = look.look();
        look.docker.silence(DB);
        look.docker.with(
                ContainerBuilder.service("shop", "more").volume("more", "/data").enabled());

        for (int again = 0; again < 2; again++) {
            Inventory now = look.look();
            assertThat(ids(now)).containsAll(ids(before)).anyMatch(id -> id.startsWith("shop.more"));
            assertThat(ids(now)).doesNotHaveDuplicates();
            assertThat(said(now, Uncovered.Severity.ALARM, "service db of project shop"))
                    .singleElement()
                    .asString()
                    .contains("no answer within 5 s", "stay listed");
            assertThat(now.uncovered())
                    .filteredOn(one -> one.reason().contains("no answer"))
                    .singleElement()
                    .extracting(Uncovered::remedy)
                    .asString()
                    .contains("docker inspect " + DB, "restart");
        }
    }

    @Test
    void noCommandRunsInAnUnresponsiveContainer() throws Exception {
        look.look();
        look.docker.asked.clear();
        look.docker.silence(DB);
        look.look();
        assertThat(look.docker.asked).noneMatch(command -> command.startsWith(DB));
    }

    @Test
    void aContainerThatAnswersAgainIsDiscovered() throws Exception {
        look.look();
        look.docker.silence(DB);
        look.look();
        look.docker.speak(DB);
        look.docker.answers(DB, "psql", Shop.cluster("app", "later"));
        Inventory now = look.look();
        assertThat(ids(now)).contains("shop.db.later");
        assertThat(said(now, Uncovered.Severity.ALARM, "service db of project shop"))
                .isEmpty();
    }

    @Test
    void anUnknownUnresponsiveContainerAlarmsAndItsVolumeCountsAsUsed() throws Exception {
        look.docker.silence(DB);
        Inventory now = look.look();
        assertThat(ids(now)).noneMatch(id -> id.startsWith("shop.db")).anyMatch(id -> id.startsWith("shop.files"));
        assertThat(said(now, Uncovered.Severity.ALARM, "service db of project shop"))
                .singleElement()
                .asString()
                .contains("Could not be inspected");
        assertThat(said(now, Uncovered.Severity.ALARM, "volume pg")).isEmpty();
    }

    @Test
    void anUnprotectedUnresponsiveContainerKeepsItsAlarmAndRaisesNoOther() throws Exception {
        List<String> alarms = said(look.look(), Uncovered.Severity.ALARM, "service web of project shop");
        look.docker.silence("shop-web-1");
        Inventory now = look.look();
        assertThat(alarms).isNotEmpty();
        assertThat(said(now, Uncovered.Severity.NOTE, "service web of project shop"))
                .anySatisfy(note -> assertThat(note).contains("Could not be inspected"));
        assertThat(said(now, Uncovered.Severity.ALARM, "service web of project shop"))
                .isEqualTo(alarms);
    }

    @Test
    void discoveryFailsWhileTheContainerOfSlackwaterIsUnresponsive() throws Exception {
        look.docker.with(ContainerBuilder.plain("slackwater").volume("keys", "/secrets"));
        look.look();
        look.docker.silence("slackwater");
        assertThatThrownBy(look::look)
                .isInstanceOf(DockerException.class)
                .hasMessageContainingAll("Slackwater's own container", "no answer");
    }

    private static List<String> ids(Inventory inventory) {
        return inventory.datasets().stream().map(Dataset::id).toList();
    }

    private static List<String> said(Inventory inventory, Uncovered.Severity severity, String subject) {
        return Look.said(inventory, severity).stream()
                .filter(line -> line.startsWith(subject))
                .toList();
    }
}
