package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.TreeSamples;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import io.slackwater.journal.EndCause;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of real containers with Compose's labels. */
class ConfigCaptureIT {

    private static final TestContainers CONTAINERS = new TestContainers("capture");
    private static final String PROJECT = CONTAINERS.unique("project");
    private static final String COMPOSE = "services: { web: { env_file: [db.env, gone.env] } }\n";
    private static final List<String> TEXTS =
            List.of(".env.local", "Caddyfile", "conf/a/app.conf", "db.env", "init.sql", "secrets/server.key");

    @TempDir
    private static Path directory;

    @TempDir
    private Path temporary;

    private static Path stack;
    private ConfigCapture capture;

    @BeforeAll
    static void project() throws Exception {
        stack = Files.createDirectory(directory.resolve("stack"));
        Files.writeString(stack.resolve("compose.yml"), COMPOSE);
        for (String name : TEXTS) {
            Files.createDirectories(stack.resolve(name).getParent());
            Files.writeString(stack.resolve(name), name + "\n");
        }
        Files.writeString(stack.resolve(".env"), "SECRET_OF_THE_APP=1\n");
        Files.createDirectories(stack.resolve("data/backrest"));
        Files.writeString(stack.resolve("data/backrest/config.json"), "REPOSITORYKEY");
        for (String name : List.of("keys/critical.key", "api.token", "users", "stream/header")) {
            Path file = stack.resolve("slackwater-secrets").resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "REPOSITORYKEY-0123456789-" + name.length() + "\n");
        }
        Files.writeString(stack.resolve("copied.txt"), "REPOSITORYKEY-0123456789-9\n");
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
                    ProjectFiles.WORKING_DIRECTORY + "=" + stack,
                    "--label",
                    ProjectFiles.CONFIG_FILES + "=" + stack.resolve("compose.yml"),
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
                new EngineDocker(TestContainers.SOCKET, () -> "sw-it-capture", () -> TestContainers.IMAGE),
                new Own(),
                project -> Optional.of(ConfigRules.NONE),
                temporary);
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
            return List.of(stack.resolve("slackwater-secrets"));
        }
    }

    private static CaptureRequest request(String project) {
        return ConfigArchives.request(project, TreeSamples.container("config", Map.of(), Map.of()));
    }

    private byte[] dump() throws Exception {
        return ConfigArchives.drained(capture.open(request(PROJECT)));
    }

    @Test
    void aProjectIsStoredCompletelyAndWithoutKeys() throws Exception {
        byte[] tar = dump();
        Map<String, String> members = ConfigArchives.members(tar);
        assertThat(members)
                .containsKeys("README.txt", "inspect/db-1.json", "inspect/web-1.json", "SHA256SUMS")
                .containsEntry("slackwater/journal.db", "a copy of the journal")
                .containsEntry("files" + stack.resolve(".env"), "SECRET_OF_THE_APP=1\n")
                .containsEntry("files" + stack.resolve("compose.yml"), COMPOSE);
        // An image that was never pushed has no digest, but a tag.
        assertThat(members.get("images.txt"))
                .startsWith(TestContainers.IMAGE + "\tsha256:")
                .contains("\t" + TestContainers.IMAGE);
        assertThat(members.get("MISSING.txt"))
                .contains("slackwater/policy.yml")
                .containsSubsequence(stack + "/gone.env\n", "env_file of service web")
                .containsSubsequence("Left out on purpose", stack + "/data/backrest\n", "passwords")
                .contains(stack + "/slackwater-secrets\n", stack + "/copied.txt\n");
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
    void textFilesOfAProjectAreRestoredUnchanged() throws Exception {
        List<Path> bad = List.of(stack.resolve("bad/fifo"), stack.resolve("bad/huge"), stack.resolve("bad/unreadable"));
        Files.createDirectory(stack.resolve("bad"));
        sh("mkfifo " + bad.get(0) + " && truncate -s 5G " + bad.get(1) + " && touch " + bad.get(2)
                + " && mount --bind /proc/self/mem " + bad.get(2));
        Files.createSymbolicLink(stack.resolve("bad/out"), Path.of("/etc/hostname"));
        byte[] tar;
        try {
            tar = dump();
        } finally {
            sh("umount " + bad.get(2) + "; rm -r " + stack.resolve("bad"));
        }
        Path restored = Files.createDirectory(directory.resolve("restored"));
        Path file = Files.write(directory.resolve("config.tar"), tar);
        sh("tar -xf " + file + " -C " + restored + " --strip-components=1 files");
        for (String name : TEXTS) {
            Path copy = restored.resolve(Path.of("/").relativize(stack.resolve(name)));
            assertThat(copy).hasSameBinaryContentAs(stack.resolve(name));
        }
        assertThat(restored.resolve(Path.of("/").relativize(stack.resolve("bad/out"))))
                .isSymbolicLink();
        assertThat(ConfigArchives.members(tar).get("MISSING.txt"))
                .contains(bad.stream().map(path -> path + "\n").toList())
                .contains(stack + "/bad/out\n");
    }

    private static void sh(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).inheritIO().start();
        assertThat(process.waitFor()).as(script).isZero();
    }

    @Test
    void anUnchangedProjectGivesTheSameFiles() throws Exception {
        assertThat(filesOf(dump())).isNotEmpty().isEqualTo(filesOf(dump()));
    }

    private static Map<String, String> filesOf(byte[] tar) throws Exception {
        Map<String, String> files = new TreeMap<>(ConfigArchives.members(tar));
        files.keySet().removeIf(name -> !name.startsWith(ConfigBuilder.FILES));
        return files;
    }

    @Test
    void aStoredArchivePassesItsCheckAndATruncatedArchiveDoesNot() throws Exception {
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
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE))
                .hasMessageContaining("nobody-has-this-project");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void anIncompletelyReadDumpFails() throws Exception {
        try (DumpSource dump = capture.open(request(PROJECT))) {
            assertThat(dump.read(new byte[10], 0, 10)).isEqualTo(10);
            assertThatThrownBy(dump::finish).isInstanceOf(IOException.class);
        }
    }

    @Test
    void filesOfAKilledRunAreRemoved() throws Exception {
        capture.open(request(PROJECT));
        Path other = Files.createDirectory(temporary.resolve("slackwater-config-run2-x"));
        assertThat(temporary).isDirectoryContaining("glob:**run1*");
        capture.sweep(request(PROJECT));
        assertThat(temporary).isDirectoryNotContaining("glob:**run1*");
        assertThat(other).isDirectory();
    }
}
