package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container;
import io.slackwater.docker.MountProof;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which projects have a stored configuration, and which are reported. */
class ProjectConfigTest {

    private final Look look = new Look();

    @Test
    void theProjectOfSlackwaterHasAConfigDatasetWithoutProtectedServices() throws Exception {
        look.docker.with(
                ContainerBuilder.service("backup", "backrest").image("garethgeorge/backrest"),
                ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));

        Inventory inventory = look.look();

        assertThat(Look.ids(inventory)).contains("backup.config", "shop.config");
        assertThat(inventory.uncovered())
                .filteredOn(uncovered -> uncovered.reason().contains("it is Backrest"))
                .singleElement()
                .extracting(Uncovered::remedy)
                .asString()
                .startsWith("Nothing, if it belongs to a Compose project");
    }

    @Test
    void repositoriesAndRestoreDirectoriesAreNotReportedAsDataOfBackrest() {
        look.policy = Policies.restoring(Path.of("restores"));
        Container slackwater = ContainerBuilder.plain("slackwater")
                .bind("/srv/shop/data/repos", "/repos")
                .build();
        Container backrest = ContainerBuilder.service("shop", "backrest")
                .image("garethgeorge/backrest")
                .bind("/srv/shop/data/repos", "/repos")
                .bind("/srv/shop/restores", "/srv/shop/restores")
                .bind("/srv/shop/other", "/other")
                .bind("/srv/shop/data", "/all")
                .build();

        ReservedPaths reserved = ReservedPaths.of(
                OwnPaths.of(look.own, look.policy, List.of(slackwater, backrest)),
                look.own,
                List.of(slackwater, backrest),
                List.of(),
                List.of());
        assertThat(reserved.never())
                .containsEntry(
                        Path.of("/srv/shop/restores"), "it is a directory for restores, which is never backed up")
                .containsEntry(
                        Path.of("/srv/shop/data/repos"), "it contains the repository main, which is never backed up")
                .hasEntrySatisfying(
                        Path.of("/srv/shop/data"),
                        why -> assertThat(why)
                                .as("each of them is named")
                                .startsWith("it contains the repository main, ")
                                .endsWith(", which are never backed up"))
                .hasEntrySatisfying(
                        Path.of("/srv/shop/other"),
                        why -> assertThat(why).startsWith("it is the configuration of Backrest"));
    }

    @Test
    void aSlackwaterContainerWithoutAProjectHasNoConfigDataset() throws Exception {
        look.docker.with(ContainerBuilder.plain("backrest").image("garethgeorge/backrest"));

        Inventory inventory = look.look();

        assertThat(Look.ids(inventory)).isEmpty();
        assertThat(inventory.uncovered())
                .singleElement()
                .extracting(Uncovered::remedy)
                .asString()
                .contains("otherwise keep the command that started it");
    }

    @Test
    void aProjectWithAnUnmountedDirectoryAlarms() throws Exception {
        look.docker.with(ContainerBuilder.service("shop", "files").enabled().volume("f", "/data"));
        assertThat(look.look().uncovered()).isEmpty();
        look.unmounted.add(Path.of(ContainerBuilder.DIRECTORY));

        assertThat(look.look().uncovered()).singleElement().satisfies(uncovered -> {
            assertThat(uncovered.severity()).isEqualTo(Uncovered.Severity.ALARM);
            assertThat(uncovered.subject().text()).isEqualTo("configuration of project shop");
            assertThat(uncovered.reason()).contains("/srv/shop is not mounted into the sidecar");
            assertThat(uncovered.remedy()).contains("- /srv/shop:/srv/shop:ro,${SLACKWATER_PROPAGATION:-rslave}");
        });
    }

    @Test
    void aMissingFileThatComposeNamesAlarms(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("compose.yml"), "services: { files: { env_file: gone.env } }");
        Files.writeString(directory.resolve("logo.png"), "\0");
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .volume("f", "/data")
                .label("com.docker.compose.project.working_dir", directory.toString())
                .label(
                        "com.docker.compose.project.config_files",
                        directory.resolve("compose.yml").toString()));

        Inventory inventory = look.look();

        assertThat(Look.alarms(inventory))
                .singleElement()
                .asString()
                .contains("file " + directory.resolve("gone.env"), "env_file of service files", "does not exist");
        assertThat(Look.notes(inventory))
                .singleElement()
                .asString()
                .contains(directory.resolve("logo.png") + ": The backup of the configuration of project shop lacks it");
    }

    @Test
    void aMissingSecretFileRaisesOneAlarm(@TempDir Path directory) throws Exception {
        Path secret = directory.resolve("passwords/db.txt");
        Path compose = Files.writeString(
                directory.resolve("compose.yml"),
                "services: { files: { secrets: [db] } }\nsecrets: { db: { file: ./passwords/db.txt } }\n");
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .volume("f", "/data")
                .readOnlyBind(secret.toString(), "/run/secrets/db")
                .label("com.docker.compose.project.working_dir", directory.toString())
                .label("com.docker.compose.project.config_files", compose.toString()));
        look.refuted.put(secret, new MountProof.Refuted(secret + " is not visible", "Bring it back"));

        assertThat(Look.alarms(look.look()))
                .singleElement()
                .asString()
                .startsWith("directory " + secret + " at /run/secrets/db: Cannot prove");
    }

    @Test
    void aLargeFileThatIsADatasetRaisesNoAlarm(@TempDir Path temporary) throws Exception {
        Path directory = temporary.toRealPath();
        for (String name : List.of("written.bin", "read.bin", "left-out.bin")) {
            try (RandomAccessFile file =
                    new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
                file.setLength((16 << 20) + 1);
            }
        }
        Path compose = Files.writeString(directory.resolve("compose.yml"), "services: {}");
        look.docker.with(ContainerBuilder.service("shop", "files")
                .enabled()
                .bind(directory.resolve("written.bin").toString(), "/written.bin")
                .readOnlyBind(directory.resolve("read.bin").toString(), "/read.bin")
                .bind(directory.resolve("left-out.bin").toString(), "/left-out.bin")
                .label("slackwater.volumes.exclude", "/left-out.bin")
                .label("com.docker.compose.project.working_dir", directory.toString())
                .label("com.docker.compose.project.config_files", compose.toString()));

        Inventory inventory = look.look();

        assertThat(inventory.datasets())
                .extracting(Dataset::file)
                .contains(
                        directory.resolve("written.bin").toString(),
                        directory.resolve("read.bin").toString());
        assertThat(Look.alarms(inventory))
                .singleElement()
                .asString()
                .startsWith("file " + directory.resolve("left-out.bin"));
    }
}
