package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.SignIn;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import io.slackwater.stream.DumpSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of real containers with Compose's labels. */
class ConfigCaptureIT {

    private static final TestContainers CONTAINERS = new TestContainers("capture");
    private static final String PROJECT = CONTAINERS.unique("project");

    @TempDir
    private static Path directory;

    @TempDir
    private Path temporary;

    private static Path stack;
    private ConfigCapture capture;

    @BeforeAll
    static void project() throws Exception {
        stack = Files.createDirectory(directory.resolve("stack"));
        Files.writeString(stack.resolve("compose.yml"), "services: {}\n");
        Files.writeString(stack.resolve(".env"), "SECRET_OF_THE_APP=1\n");
        Files.createDirectories(stack.resolve("data/backrest"));
        Files.writeString(stack.resolve("data/backrest/config.json"), "REPOSITORYKEY");
        Files.createDirectories(stack.resolve("secrets"));
        Files.writeString(stack.resolve("secrets/critical.key"), "REPOSITORYKEY");
        for (String service : List.of("db", "web")) {
            CONTAINERS.sleeping(
                    service,
                    "--label",
                    "com.docker.compose.project=" + PROJECT,
                    "--label",
                    "com.docker.compose.service=" + service,
                    "--label",
                    "com.docker.compose.container-number=1",
                    "--label",
                    "com.docker.compose.oneoff=False",
                    "--label",
                    ConfigFiles.WORKING_DIRECTORY + "=" + stack,
                    "--label",
                    ConfigFiles.CONFIG_FILES + "=" + stack.resolve("compose.yml"),
                    "-v",
                    "/data",
                    "-v",
                    "/more",
                    "-v",
                    "/other",
                    "-e",
                    "APP_TOKEN=kept",
                    "-e",
                    "RESTIC_PASSWORD=REPOSITORYKEY");
        }
    }

    @AfterAll
    static void remove() {
        CONTAINERS.close();
    }

    @BeforeEach
    void capture() {
        capture = new ConfigCapture(
                new EngineDocker(TestContainers.SOCKET, "sw-it-capture", () -> TestContainers.IMAGE),
                new Own(),
                temporary,
                ConfigFiles.LARGEST);
    }

    private static final class Own implements ConfigSources {
        @Override
        public List<ConfigFile> files(Path scratch) throws IOException {
            Path journal = Files.writeString(scratch.resolve("journal.db"), "a copy of the journal");
            return List.of(
                    new ConfigFile("slackwater/journal.db", journal),
                    new ConfigFile("slackwater/policy.yml", stack.resolve("policy-that-is-not-there.yml")));
        }

        @Override
        public List<Path> never() {
            return List.of(stack.resolve("secrets"));
        }
    }

    private static CaptureRequest request(String project) {
        WorkloadId id = new WorkloadId(project, "config");
        Dataset dataset = new Dataset(
                project + "-config",
                id,
                "config",
                Kind.CONFIG,
                new Source.ProjectConfig(project),
                Method.STREAM,
                "critical",
                List.of());
        Container container = TreeSamples.container("config", Map.of(), Map.of());
        Workload workload = new Workload(
                id,
                container,
                Kind.CONFIG,
                "critical",
                Duration.ofSeconds(60),
                SignIn.NONE,
                Map.of(),
                List.of(dataset),
                List.of());
        return new CaptureRequest(dataset, workload, "run1", Duration.ofMinutes(1), Duration.ofSeconds(5));
    }

    private byte[] dump() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DumpSource dump = capture.open(request(PROJECT))) {
            byte[] buffer = new byte[1000];
            for (int read = dump.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = dump.read(buffer, 0, buffer.length)) {
                bytes.write(buffer, 0, read);
            }
            dump.finish();
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> members(byte[] tar) throws IOException {
        Map<String, String> members = new TreeMap<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                members.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return members;
    }

    @Test
    void aProjectIsStoredWithAllThatARebuildNeedsAndNoKey() throws Exception {
        byte[] tar = dump();
        Map<String, String> members = members(tar);
        assertThat(members)
                .containsKeys("README.txt", "inspect/db-1.json", "inspect/web-1.json", "SHA256SUMS")
                .containsEntry("slackwater/journal.db", "a copy of the journal")
                .containsEntry("files" + stack.resolve(".env"), "SECRET_OF_THE_APP=1\n")
                .containsEntry("files" + stack.resolve("compose.yml"), "services: {}\n");
        // An image that was never pushed has no digest, but a tag.
        assertThat(members.get("images.txt"))
                .startsWith(TestContainers.IMAGE + "\tsha256:")
                .contains("\t" + TestContainers.IMAGE);
        assertThat(members.get("MISSING.txt"))
                .contains("slackwater/policy.yml")
                .containsSubsequence("Left out on purpose", stack + "/data/backrest/config.json\n", "passwords");
        String inspected = new ObjectMapper()
                .readTree(members.get("inspect/db-1.json"))
                .path("Config")
                .path("Env")
                .toString();
        assertThat(inspected).contains("APP_TOKEN=kept").contains("RESTIC_PASSWORD=********");
        assertThat(new String(tar, StandardCharsets.ISO_8859_1)).doesNotContain("REPOSITORYKEY");
        assertThat(temporary).as("nothing is left behind").isEmptyDirectory();
    }

    @Test
    void anUnchangedProjectMakesTheSameBytes() throws Exception {
        byte[] first = dump();
        byte[] second = dump();
        assertThat(members(second)).isEqualTo(members(first));
        assertThat(Arrays.equals(second, first)).isTrue();
    }

    @Test
    void whatWasStoredPassesItsCheckAndACutOneDoesNot() throws Exception {
        byte[] tar = dump();
        check(tar, tar.length);
        assertThatThrownBy(() -> check(tar, tar.length / 2)).isInstanceOf(CaptureException.class);
        assertThat(temporary).isEmptyDirectory();
    }

    private void check(byte[] tar, int length) throws Exception {
        try (StreamCheck check = capture.check(request(PROJECT))) {
            check.write(tar, 0, length);
            check.complete();
        }
    }

    @Test
    void aProjectWithoutContainersIsRefused() {
        assertThatThrownBy(() -> capture.open(request("nobody-has-this-project")))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.transientFailure()).isTrue())
                .hasMessageContaining("nobody-has-this-project");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aDumpThatWasNotReadToItsEndIsNotWhole() throws Exception {
        try (DumpSource dump = capture.open(request(PROJECT))) {
            assertThat(dump.read(new byte[10], 0, 10)).isEqualTo(10);
            assertThatThrownBy(dump::finish).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatAKilledRunLeftIsSwept() throws Exception {
        capture.open(request(PROJECT));
        Path other = Files.createDirectory(temporary.resolve("slackwater-config-run2-x"));
        assertThat(temporary).isDirectoryContaining("glob:**run1*");
        capture.sweep(request(PROJECT));
        assertThat(temporary).isDirectoryNotContaining("glob:**run1*");
        assertThat(other).isDirectory();
    }
}
