package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which mounted paths are captured, and which are never captured. */
class CapturedPathsTest {

    private final Look look = new Look();

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
                .containsExactlyInAnyOrder(
                        "/srv/shop/restores",
                        "/srv/shop/data/backrest",
                        "/srv/shop/conf/backrest",
                        "/srv/shop/.slackwater-*");
        assertThat(Look.ids(inventory)).doesNotContain("shop.page.b--ca383cf4");
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("directory /srv/shop/data/backrest at /b: /srv/shop/data/backrest contains Backrest's"
                        + " configuration and is never backed up.");
    }

    @Test
    void dataInTheDirectoryForRestoresAlarm() throws Exception {
        look.policy = Policies.restoring(Path.of("restores"));
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().bind("/srv/shop/restores/files", "/data"));

        assertThat(Look.said(look.look(), Uncovered.Severity.ALARM))
                .containsExactly(
                        "directory /srv/shop/restores/files at /data: The mounted directory is in the restore directory"
                                + " /srv/shop/restores, which is never backed up.");
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
                .contains("directory /srv/shop/secrets/keys at /k: /srv/shop/secrets/keys contains keys and tokens and"
                        + " is never backed up.");
        Source.Tree tree = (Source.Tree)
                inventory.dataset("shop.ide.workspace--033cca55").orElseThrow().source();
        assertThat(tree.excludes())
                .containsExactlyInAnyOrder(
                        "/srv/shop/secrets",
                        "/srv/shop/repos/critical",
                        "/srv/shop/data/backrest",
                        "/srv/shop/.slackwater-*");
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
            assertThat(uncovered.remedy()).contains("(did you mean '/uploads'?)");
        });
    }

    @Test
    void memoryOnlyMountsAreNoted() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .volume("f", "/data")
                .tmpfs("/tmp"));

        assertThat(Look.said(look.look(), Uncovered.Severity.NOTE))
                .containsExactly("tmpfs at /tmp: It is a tmpfs, whose content is lost when the container stops.");
    }
}
