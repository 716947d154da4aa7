package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.MountProof;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not captured, and whether that alarms. */
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
                .isEqualTo("It has no label; it writes to volume pg at /var/lib/postgresql/data;"
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
                .containsExactly("service db of project shop: Left out by the label slackwater.enable=false.");
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
                        "service api of project shop: It has slackwater labels but not slackwater.enable=true.");
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
        assertThat(notes()).anyMatch(note -> note.contains("captured with another workload"));
    }

    @Test
    void aFrozenCopyBesideAnotherWriterAlarms() throws Exception {
        look.docker.with(
                ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"),
                ContainerBuilder.service("shop", "writer").volume("f", "/in"),
                ContainerBuilder.service("shop", "reader").readOnlyVolume("f", "/in"));

        assertThat(alarms())
                .containsExactly(
                        "volume f at /data: Copied, but not consistent: service writer of project shop can write"
                                + " to it and is not frozen with it.");
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
                .contains("volume f at /html: Captured already, with shop-writer at /in.");
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

    @ParameterizedTest
    @CsvSource({
        "/, /host",
        "/proc, /host/proc",
        "/sys/fs, /sys/fs",
        "/dev/dri, /dev/dri",
        "/var/run/docker.sock, /var/run/docker.sock",
        "/srv/shop/app.sock, /app.sock",
        "/run/dbus, /run/dbus",
        "/var/lib/docker, /docker",
        "/var/lib/docker/volumes, /volumes",
        "/var/lib, /lib",
        "/srv/shop/repos/critical/data, /look"
    })
    void excludedSystemPathsAreNotedEvenWhenIncludedByName(String source, String destination) throws Exception {
        look.policy = Policies.policy(Set.of(), Policy.Protect.LABELLED, "/srv/shop/repos/critical");
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .label("slackwater.volumes.include", "/data," + destination)
                .volume("f", "/data")
                .bind(source, destination));

        Inventory inventory = look.look();

        assertThat(inventory.datasets())
                .extracting(Dataset::id)
                .containsExactly("shop.files.data--fced7c40", "shop.config");
        assertThat(inventory.uncovered()).singleElement().satisfies(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.NOTE);
            assertThat(uncovered.subject().text()).endsWith(" at " + destination);
        });
    }

    @Test
    void backrestsConfigurationAndRestoredFilesAreInNoBackup() throws Exception {
        look.policy = Policies.restoring(Path.of("restores"), Path.of("/mnt/restores"));
        look.docker.with(
                ContainerBuilder.service("other", "backrest")
                        .image("garethgeorge/backrest:v1.14.1")
                        .bind("/srv/shop/conf/backrest", "/config"),
                ContainerBuilder.service("shop", "all").enabled().bind("/srv/shop", "/all"),
                ContainerBuilder.service("shop", "page").enabled().readOnlyBind("/srv/shop/data/backrest", "/b"));

        Inventory inventory = look.look();

        Source.Tree tree = (Source.Tree)
                inventory.dataset("shop.all.all--3c3053db").orElseThrow().source();
        assertThat(tree.excludes())
                .containsExactlyInAnyOrder("/srv/shop/restores", "/srv/shop/data/backrest", "/srv/shop/conf/backrest");
        assertThat(Look.ids(inventory)).doesNotContain("shop.page.b--ca383cf4");
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("directory /srv/shop/data/backrest at /b: /srv/shop/data/backrest holds Backrest's"
                        + " configuration, which never goes into a backup.");
    }

    @Test
    void dataInTheDirectoryForRestoresAlarm() throws Exception {
        look.policy = Policies.restoring(Path.of("restores"));
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().bind("/srv/shop/restores/files", "/data"));

        assertThat(Look.said(look.look(), Uncovered.Severity.ALARM))
                .containsExactly("directory /srv/shop/restores/files at /data: Its directory lies where restores go"
                        + " (/srv/shop/restores), which never goes into a backup.");
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
                .contains("volume f at /data: Captured already, with shop-a at /data.");
    }

    @Test
    void pathsOfSlackwaterAreFoundOnTheHostThroughItsMounts() throws Exception {
        look.docker.with(
                ContainerBuilder.plain("slackwater")
                        .label("slackwater.role", "sidecar")
                        .bind("/srv/shop/secrets", "/secrets")
                        .bind("/srv/shop/repos", "/repos"),
                ContainerBuilder.service("shop", "peek")
                        .enabled()
                        .volume("v", "/v")
                        .bind("/srv/shop/secrets/keys", "/k"),
                ContainerBuilder.service("shop", "ide").enabled().bind("/srv/shop", "/workspace"));

        Inventory inventory = look.look();

        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("directory /srv/shop/secrets/keys at /k: /srv/shop/secrets/keys holds keys and tokens, which"
                        + " never goes into a backup.");
        Source.Tree tree = (Source.Tree)
                inventory.dataset("shop.ide.workspace--033cca55").orElseThrow().source();
        assertThat(tree.excludes())
                .containsExactlyInAnyOrder("/srv/shop/secrets", "/srv/shop/repos/critical", "/srv/shop/data/backrest");
        assertThat(Look.said(inventory, Uncovered.Severity.ALARM)).isEmpty();
    }

    @Test
    void aDirectoryOutsideTheProjectAlarmsWhenItIsWrittenAndIsCapturedWhenNamed() throws Exception {
        ContainerBuilder files = ContainerBuilder.service("shop", "files")
                .enabled()
                .volume("f", "/data")
                .bind("/mnt/nas", "/nas")
                .readOnlyBind("/etc/ssl", "/etc/ssl");
        look.docker.with(files);
        Inventory before = look.look();
        look.docker.with(files.label("slackwater.volumes.include", "/nas, /data"));
        Inventory named = look.look();

        assertThat(Look.said(before, Uncovered.Severity.ALARM))
                .containsExactly("directory /mnt/nas at /nas: /mnt/nas is outside the project's directory /srv/shop.");
        assertThat(Look.said(before, Uncovered.Severity.NOTE))
                .singleElement()
                .asString()
                .contains("/etc/ssl");
        assertThat(named.datasets()).extracting(Dataset::id).contains("shop.files.nas--7853f50c");
        assertThat(Look.said(named, Uncovered.Severity.ALARM)).isEmpty();
    }

    @Test
    void anIncludeWithAGlobDoesNotNameAPath() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .label("slackwater.volumes.include", "*")
                .volume("f", "/data")
                .bind("/mnt/nas", "/nas"));

        assertThat(look.look().datasets()).extracting(Dataset::id).doesNotContain("shop.files.nas--7853f50c");
    }

    @Test
    void anIncludeThatMatchesNothingAlarms() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .label("slackwater.volumes.include", "/data,/uplods")
                .volume("f", "/data")
                .volume("u", "/uploads"));

        assertThat(look.look().uncovered()).anySatisfy(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.reason()).contains("/uplods");
            assertThat(uncovered.remedy()).contains("did you mean /uploads?");
        });
    }

    @Test
    void memoryOnlyMountsAreNoted() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .volume("f", "/data")
                .tmpfs("/tmp"));

        assertThat(notes()).containsExactly("tmpfs at /tmp: It is in memory only and gone with the container.");
    }

    @Test
    void aReadOnlyMountIsCopiedWithoutAFreeze() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "web").enabled().readOnlyBind("/srv/shop/html", "/html"));

        assertThat(look.look().dataset("shop.web.html--70e1e6d3").orElseThrow().method())
                .isEqualTo(Method.HOT);
    }

    @Test
    void slackwaterAndBackrestAreNotedAndNeverCaptured() throws Exception {
        look.docker.with(
                ContainerBuilder.plain("slackwater").enabled().volume("journal", "/data"),
                ContainerBuilder.service("shop", "watchdog")
                        .label("slackwater.role", "watchdog")
                        .volume("w", "/w"),
                ContainerBuilder.service("shop", "backrest")
                        .image("garethgeorge/backrest:latest")
                        .enabled()
                        .volume("b", "/data"));

        assertThat(Look.ids(look.look())).as("their settings").containsExactly("shop.config");
        assertThat(alarms()).isEmpty();
        assertThat(notes()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "rest:http://user:pw@store:8000/x, store",
        "s3:http://store:9000/bucket, store",
        "s3:store:9000/bucket, store",
        "sftp:backup@store:/x, store",
        "sftp://backup@store:22//x, store",
        "rest:http://172.20.0.9:8000/, other",
        "rest:https://shop-other-1/, other",
        "s3:http://store.shop_default:9000/b, store"
    })
    void aContainerThatServesARepositoryIsNeverFrozen(String uri, String service) throws Exception {
        look.policy = Policies.policy(Set.of(), Policy.Protect.LABELLED, uri);
        ContainerBuilder server = ContainerBuilder.service("shop", service)
                .image("minio/minio")
                .enabled()
                .network("shop_default", "172.20.0.9")
                .volume("m", "/data");
        look.docker.with(server);
        List<String> alarms = alarms();
        look.docker.with(server.label("slackwater.method", "hot"));

        assertThat(alarms).singleElement().asString().contains("never paused: it serves a repository");
        assertThat(look.look().datasets()).anyMatch(dataset -> dataset.method() == Method.HOT);
        assertThat(new NeverFrozen(look.own, look.policy).reason(server.build()).orElse(""))
                .doesNotContain("pw");
    }

    @Test
    void aServiceWithTheNameOfARemoteBucketIsFrozen() {
        NeverFrozen never = new NeverFrozen(
                look.own, Policies.policy(Set.of(), Policy.Protect.LABELLED, "s3:https://backup.example.com/bucket"));

        assertThat(never.reason(ContainerBuilder.service("shop", "backup").build()))
                .isEmpty();
        assertThat(never.reason(ContainerBuilder.service("shop", "dns")
                        .image("pihole/pihole")
                        .build()))
                .isPresent();
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
                .containsExactly(
                        "volume shop_gone: No container uses it, so no workload covers it, though it belongs to"
                                + " the project shop.");
        assertThat(notes()).hasSize(3);
    }

    private List<String> alarms() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.ALARM);
    }

    private List<String> notes() throws Exception {
        return Look.said(look.look(), Uncovered.Severity.NOTE);
    }
}
