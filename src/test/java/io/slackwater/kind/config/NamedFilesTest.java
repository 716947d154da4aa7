package io.slackwater.kind.config;

import static io.slackwater.kind.config.ProjectDirectory.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.HostView;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.ReservedPaths;
import io.slackwater.discovery.Source;
import io.slackwater.policy.ConfigPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of the configuration that Compose, Docker or a link names. */
@Timeout(30)
class NamedFilesTest {

    @TempDir
    Path temporary;

    private ProjectDirectory project;

    @BeforeEach
    void project() throws Exception {
        project = new ProjectDirectory(temporary);
    }

    @Test
    void unstoredFilesThatComposeNamesAlarm() throws Exception {
        project.file("compose.yml", """
                x-common: &common
                  env_file: [a.env]
                include:
                  - more/compose.yml
                services:
                  web:
                    <<: *common
                    env_file: !override
                      - path: gone.env
                      - { path: optional.env, required: false }
                    volumes:
                      - ./app.jks:/app.jks:ro
                      - type: bind
                        source: ${CONF:-./conf}/huge.bin
                        target: /x
                  db:
                    env_file: ${DIR}/db.env
                configs:
                  app: { file: ./gone.conf }
                secrets:
                  token: { file: ./secrets/token }
                  other: { environment: TOKEN }
                """);
        project.file("more/compose.yml", "services: { x: { env_file: x.env } }");
        project.file(".env", "# comment\nDIR=\"elsewhere\" # so\n");
        project.file("app.jks", "binary\0".repeat(200));
        project.file("conf/huge.bin", "\0".repeat(5001));

        ProjectFiles.Selection selection = project.select();

        assertThat(selection.notStored())
                .filteredOn(NotStored::alarming)
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        project.stack.resolve("conf/huge.bin"),
                        project.stack.resolve("elsewhere/db.env"),
                        project.stack.resolve("gone.conf"),
                        project.stack.resolve("gone.env"),
                        project.stack.resolve("more/x.env"),
                        project.stack.resolve("secrets/token"));
        assertThat(left(selection, project.stack.resolve("gone.env")).why()).contains("env_file of service web");
        assertThat(project.stored(selection)).containsExactly(".env", "app.jks", "compose.yml", "more/compose.yml");
    }

    @Test
    void aBindMountedFileThatDockerReportsIsNamed() throws Exception {
        project.file("compose.yml", "services: {}");
        Path hidden = project.directory.resolve("elsewhere/app.conf");
        project.web
                .readOnlyBind(hidden.toString(), "/app.conf")
                .readOnlyBind(project.directory + "/media", "/media")
                .readOnlyBind("/etc/hostname", "/hn")
                .readOnlyBind("/usr/share/ca.pem", "/ca.pem")
                .readOnlyBind("/usr/share/fonts", "/fonts")
                .bind("/var/run/docker.sock", "/var/run/docker.sock");
        HostView view = HostView.of(List.of(ContainerBuilder.service("shop", "slackwater")
                .readOnlyBind(project.stack.toString(), project.stack.toString())
                .bind("/srv/config", "/etc/nginx")
                .build()));
        ReservedPaths reserved = new ReservedPaths(Set.of(), Map.of(), Map.of(), Map.of(), view);
        project.rules =
                new ConfigRules(new ConfigPolicy(List.of(), List.of(), List.of(Path.of("/etc/nginx"))), reserved);

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactly("compose.yml");
        assertThat(selection.notStored())
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        Path.of("/etc/nginx"), hidden, Path.of("/etc/hostname"), Path.of("/usr/share/ca.pem"));
        assertThat(left(selection, Path.of("/etc/hostname")).why()).contains("service web at /hn", "operating system");
        assertThat(left(selection, Path.of("/etc/hostname")).alarming()).isFalse();
        assertThat(left(selection, Path.of("/etc/nginx")).remedy())
                .contains("- /etc/nginx:/etc/nginx:ro,${SLACKWATER_PROPAGATION:-rslave}");
        assertThat(left(selection, hidden).alarming()).isTrue();

        project.rules = new ConfigRules(new ConfigPolicy(List.of(), List.of(hidden.toString()), List.of()), reserved);
        assertThat(left(project.select(), hidden).alarming())
                .as("the policy leaves it out")
                .isFalse();
    }

    @Test
    void anInvalidComposeFileIsStoredAndNamed() throws Exception {
        Path broken = project.file("compose.yml", "services: { web: [\n");

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactly("compose.yml");
        assertThat(left(selection, broken).why()).contains("is not valid YAML");
        assertThat(left(selection, broken).alarming()).isTrue();
    }

    @Test
    void aLinkWithinTheDirectoryIsStoredWithItsTarget() throws Exception {
        project.file("conf/real.env", "x");
        Files.createSymbolicLink(project.stack.resolve(".env"), Path.of("conf/real.env"));
        Files.createSymbolicLink(project.stack.resolve("current"), Path.of("conf"));

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactly(".env", "conf/real.env", "current");
        assertThat(selection.notStored())
                .extracting(NotStored::path)
                .containsExactly(project.stack.resolve("compose.yml"));
    }

    @Test
    void aFileBehindALinkOutOfTheDirectoryIsNamed() throws Exception {
        project.file("compose.yml", "services: {}");
        Path shared = Files.writeString(project.directory.resolve("shared.env"), "SHARED=1");
        Path link = Files.createSymbolicLink(project.stack.resolve(".env"), shared);

        assertThat(left(project.select(), link).alarming()).isTrue();
        project.policy(List.of(), List.of(), List.of(shared));
        assertThat(project.stored(project.select())).contains(".env", shared.toString());
        assertThat(project.select().notStored()).isEmpty();
    }

    @Test
    void aLargeFileBelowTheTreeOfADatasetIsNoAlarm() throws Exception {
        project.file("compose.yml", """
                services:
                  web:
                    volumes: [./data/in.bin:/a, ./data/cut/out.bin:/b, ./data/link/far.bin:/c]
                """);
        Path in = project.file("data/in.bin", "\0".repeat(5001));
        Path out = project.file("data/cut/out.bin", "\0".repeat(5001));
        Path elsewhere = Files.createDirectory(project.directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("far.bin"), "\0".repeat(5001));
        Path far = Files.createSymbolicLink(project.stack.resolve("data/link"), elsewhere)
                .resolve("far.bin");
        Source.Tree tree = new Source.Tree(
                new Kind("files"),
                project.stack.resolve("data"),
                "/data",
                List.of(project.stack.resolve("data/cut").toString()));
        project.rules = new ConfigRules(
                ConfigPolicy.DEFAULT,
                new ReservedPaths(Set.of(), Map.of(), Map.of(), Map.of(tree, "shop.web.data"), HostView.ALL));

        ProjectFiles.Selection selection = project.select();

        assertThat(selection.notStored())
                .filteredOn(NotStored::alarming)
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(out, far);
        assertThat(left(selection, in).why()).isEqualTo("it is backed up by the dataset shop.web.data");
    }
}
