package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.MountProof;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which data are not captured, and which of them raise an alarm. */
class CoverageTest {

    private final Look look = new Look();

    @Test
    void anUnlabelledDatabaseAlarms() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "db").image("postgres:17").volume("pg", "/var/lib/postgresql/data"));

        Uncovered uncovered = look.look().uncovered().getFirst();

        assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
        assertThat(uncovered.subject().text()).isEqualTo("service db of project shop");
        assertThat(uncovered.reason())
                .isEqualTo("The service has no label; it writes to volume pg at /var/lib/postgresql/data;"
                        + " it is of the kind postgres.");
        assertThat(uncovered.remedy()).contains("slackwater.enable: \"true\"");
    }

    @Test
    void anExplicitEnableFalseIsSilent() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "db")
                .image("postgres:17")
                .label("slackwater.enable", "false")
                .volume("pg", "/var/lib/postgresql/data"));

        assertThat(alarms()).isEmpty();
        assertThat(notes())
                .containsExactly("service db of project shop: Excluded by the label slackwater.enable=false.");
    }

    @Test
    void anUnlabelledServiceWithoutDataIsSilent() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "web")
                        .image("nginx")
                        .readOnlyBind("/srv/shop/nginx.conf", "/etc/nginx.conf"),
                ContainerBuilder.service("shop", "api").image("own/api"),
                ContainerBuilder.service("shop", "watch").readOnlyBind("/var/run/docker.sock", "/var/run/docker.sock"));

        assertThat(alarms()).isEmpty();
    }

    @Test
    void labelsWithoutEnableAlarm() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "api").label("slackwater.kind", "volume"));

        assertThat(alarms())
                .containsExactly(
                        "service api of project shop: The service has slackwater labels, but not slackwater.enable=true.");
    }

    @Test
    void anUnlabelledServiceThatSharesAProtectedVolumeIsSilent() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "files")
                        .enabled()
                        .label("slackwater.method", "hot")
                        .volume("f", "/data"),
                ContainerBuilder.service("shop", "writer").volume("f", "/in"));

        assertThat(alarms()).isEmpty();
        assertThat(notes()).anyMatch(note -> note.contains("backed up with another workload"));
    }

    @Test
    void aFrozenCopyBesideAnotherWriterAlarms() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"),
                ContainerBuilder.service("shop", "writer").volume("f", "/in"),
                ContainerBuilder.service("shop", "reader").readOnlyVolume("f", "/in"));

        assertThat(alarms())
                .containsExactly(
                        "volume f at /data: The copy may be inconsistent: service writer of project shop can write"
                                + " to this mount and is not paused with its container.");
    }

    @Test
    void aSharedVolumeIsCapturedOnceWithItsWriter() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "app").enabled().readOnlyVolume("f", "/html"),
                ContainerBuilder.service("shop", "writer").enabled().volume("f", "/in"));

        Inventory inventory = look.look();

        assertThat(inventory.datasets())
                .extracting(Dataset::id)
                .containsExactly("shop.config", "shop.writer.in--6ec0bad0");
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("volume f at /html: Already backed up with shop-writer at /in.");
    }

    @Test
    void theFilesOfADumpedDatabaseAreNotCopied() throws Exception {
        look.docker
                .with(
                        ContainerBuilder.service("shop", "db")
                                .image("postgres")
                                .enabled()
                                .volume("pg", "/var/lib/postgresql/data"),
                        ContainerBuilder.service("shop", "peek").enabled().readOnlyVolume("pg", "/pg"))
                .answers("shop-db-1", "psql", Shop.cluster("app"));

        assertThat(look.look().datasets()).noneMatch(dataset -> dataset.source() instanceof Source.Tree);
    }

    @Test
    void anUnprovedSourceAlarmsWithTheLineToAdd() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .bind("/srv/shop/data", "/data")
                .volume("v", "/v"));
        look.refuted.put(
                Path.of("/srv/shop/data"),
                new MountProof.Refuted("it is a symbolic link", "- /mnt/data:/mnt/data:ro,rslave"));

        Inventory inventory = look.look();

        assertThat(inventory.datasets())
                .extracting(Dataset::id)
                .contains("shop.files.v--8955d71a")
                .doesNotContain("shop.files.data--fced7c40");
        assertThat(inventory.uncovered()).anySatisfy(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.reason()).contains("symbolic link");
            assertThat(uncovered.remedy()).contains("/mnt/data:ro,rslave");
        });
    }

    @Test
    void aServiceWhoseVolumeAnotherServiceCapturesDoesNotAlarm() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "a")
                        .enabled()
                        .label("slackwater.method", "hot")
                        .volume("f", "/data"),
                ContainerBuilder.service("shop", "b")
                        .enabled()
                        .label("slackwater.method", "hot")
                        .volume("f", "/data"));

        Inventory inventory = look.look();

        assertThat(Look.said(inventory, Uncovered.Severity.ALARM)).isEmpty();
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("volume f at /data: Already backed up with shop-a at /data.");
    }

    @Test
    void aReadOnlyMountIsCopiedWithoutAFreeze() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "web").enabled().readOnlyBind("/srv/shop/html", "/html"));

        assertThat(look.look().dataset("shop.web.html--70e1e6d3").orElseThrow().method())
                .isEqualTo(Method.HOT);
    }

    @Test
    void volumesThatNoContainerUsesAreListed() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().volume("shop_used", "/data"));
        look.docker.volumes.putAll(Map.of(
                "shop_used",
                Map.of("com.docker.compose.project", "shop"),
                "shop_gone",
                Map.of("com.docker.compose.project", "shop"),
                "shop_old",
                Map.of("com.docker.compose.project", "shop", "slackwater.enable", "false"),
                "by_hand",
                Map.of(),
                "a".repeat(64),
                Map.of()));

        assertThat(alarms())
                .containsExactly("volume shop_gone: No container uses it, so no workload covers it, but it belongs to"
                        + " the project shop.");
        assertThat(notes())
                .as("not the anonymous volume")
                .hasSize(2)
                .anyMatch(note -> note.startsWith("volume by_hand"))
                .anyMatch(note -> note.startsWith("volume shop_old"));
    }

    private List<String> alarms() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.ALARM);
    }

    private List<String> notes() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.NOTE);
    }
}
