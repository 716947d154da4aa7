package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCheck;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.docker.Container;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of a project, with a stand-in for Docker. {@link ConfigCaptureIT} makes the same with real containers. */
class ConfigBuilderTest {

    @TempDir
    Path directory;

    private final StandInDocker docker = new StandInDocker();
    private Container web;
    private Path stack;
    private Path temporary;
    private Optional<ConfigRules> rules = Optional.of(ConfigRules.NONE);

    @BeforeEach
    void project() throws IOException {
        stack = Files.createDirectory(directory.resolve("stack"));
        temporary = Files.createDirectory(directory.resolve("temporary"));
        Files.writeString(stack.resolve("compose.yml"), "services: {}");
        Files.writeString(stack.resolve("logo.png"), "\0");
        web = ContainerBuilder.service("shop", "web")
                .label(ProjectFiles.WORKING_DIRECTORY, stack.toString())
                .label(ProjectFiles.CONFIG_FILES, stack.resolve("compose.yml").toString())
                .build();
        docker.with(web);
        docker.inspected.put(web.id(), """
                {
                  "Config": { "Env": ["A=1", "RESTIC_PASSWORD=hunter2"] },
                  "State": { "Health": { "Status": "healthy" } }
                }
                """);
    }

    private ConfigCapture capture() {
        ConfigSources sources = new ConfigSources() {
            @Override
            public List<ConfigFile> files(Path scratch) throws IOException {
                return List.of(
                        new ConfigFile(
                                "slackwater/journal.db", Files.writeString(scratch.resolve("journal.db"), "rows")),
                        new ConfigFile("slackwater/policy.yml", stack.resolve("gone.yml")));
            }

            @Override
            public List<Path> never() {
                return List.of(stack.resolve("slackwater-secrets"));
            }
        };
        return new ConfigCapture(docker, sources, workload -> rules, temporary);
    }

    private CaptureRequest request() {
        return ConfigArchives.request("shop", web);
    }

    private byte[] dump() throws Exception {
        return ConfigArchives.drained(capture().open(request()));
    }

    @Test
    void anArchiveHoldsFilesContainersImagesAndSlackwatersOwnFiles() throws Exception {
        docker.imageNames.put(web.imageId(), List.of("shop/web@sha256:1", "shop/web:2"));

        byte[] tar = dump();

        Map<String, String> members = ConfigArchives.members(tar);
        assertThat(members)
                .containsKeys("README.txt", "SHA256SUMS")
                .containsEntry("files" + stack.resolve("compose.yml"), "services: {}")
                .containsEntry("slackwater/journal.db", "rows")
                .containsEntry("images.txt", web.image() + "\t" + web.imageId() + "\tshop/web@sha256:1 shop/web:2\n");
        assertThat(members.get("MISSING.txt")).contains("slackwater/policy.yml", stack.resolve("logo.png") + "\n");
        assertThat(members.get("inspect/web-1.json"))
                .contains("A=1", "RESTIC_PASSWORD=********", "healthy")
                .doesNotContain("hunter2");
        try (StreamCheck check = capture().check(request())) {
            check.write(tar, 0, tar.length);
            check.complete();
        }
        assertThat(temporary).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void anImageWithoutANameSaysSo() throws Exception {
        assertThat(ConfigArchives.members(dump()).get("images.txt")).contains("(no name: built on this host");
    }

    @Test
    void aProjectWithoutContainersIsATransientFailure() {
        docker.containers.clear();
        assertTransient("shop has no container");
    }

    @Test
    void aContainerThatDockerCannotInspectIsATransientFailure() {
        docker.silence(web.name());
        assertTransient("no answer within 5 s");
    }

    @Test
    void aContainerThatIsRemovedMeanwhileIsATransientFailure() {
        docker.inspected.clear();
        assertTransient("was removed while Slackwater read the configuration");
    }

    @Test
    void anInspectionThatIsNoJsonIsATransientFailure() {
        docker.inspected.put(web.id(), "{");
        assertTransient("could not be collected");
    }

    @Test
    void aProjectWithoutRulesIsATransientFailure() {
        rules = Optional.empty();
        assertTransient("are not known yet");
    }

    private void assertTransient(String words) {
        assertThatThrownBy(() -> capture().open(request()))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE))
                .hasMessageContaining(words);
        assertThat(temporary).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void aDirectoryThatCannotHoldFilesFailsCaptureCheckAndSweep() throws Exception {
        temporary = Files.writeString(directory.resolve("file"), "no directory");
        assertThatThrownBy(() -> capture().open(request())).hasMessageContaining("could not be collected");
        assertThatThrownBy(() -> capture().check(request())).hasMessageContaining("could not be checked");
        assertThatThrownBy(() -> capture().sweep(request())).hasMessageContaining("could not be removed");
    }

    @Test
    void theFilesOfAKilledRunAreSwept() throws Exception {
        Path left = Files.createDirectory(temporary.resolve("slackwater-config-run1-x"));
        Path other = Files.createDirectory(temporary.resolve("slackwater-config-run2-x"));
        Files.writeString(left.resolve("config.tar"), "x");

        capture().sweep(request());

        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }
}
