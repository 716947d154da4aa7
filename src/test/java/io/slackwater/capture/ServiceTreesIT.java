package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.TestContainers;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.ollama.OllamaKind;
import io.slackwater.kind.openwebui.OpenWebUiKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of files that real containers write. A paused copy is complete, and each removed file is detected. */
class ServiceTreesIT {

    private static final TestContainers CONTAINERS = new TestContainers("capture");

    @TempDir
    private Path scratch;

    private EngineDocker docker;

    @BeforeEach
    void docker() {
        docker = new EngineDocker(TestContainers.SOCKET, () -> "sw-it-capture", () -> TestContainers.IMAGE);
    }

    @AfterAll
    static void remove() {
        CONTAINERS.close();
    }

    /** Starts an image with a volume; returns its name. The name stands for project and service alike. */
    private static String start(String what, String destination, String image, String... options) {
        String name = CONTAINERS.unique(what);
        List<String> arguments =
                new ArrayList<>(List.of("run", "-d", "--network", "none", "--name", name, "-v", destination));
        arguments.addAll(List.of(options));
        arguments.add(image);
        CONTAINERS.removeLater(name);
        TestContainers.docker(arguments.toArray(String[]::new));
        return name;
    }

    private Dataset dataset(String name, Kind kind, Method method, String destination) throws Exception {
        Path source = docker.find(name).orElseThrow().mounts().getFirst().source();
        return new Dataset(
                name,
                new WorkloadId(name, name),
                destination,
                new Source.Tree(kind, source, destination, List.of()),
                method,
                "critical",
                List.of());
    }

    private static Path source(Dataset dataset) {
        return ((Source.Tree) dataset.source()).path();
    }

    private TreeCheck given(ServiceKind kind, Dataset dataset) throws Exception {
        TreeCheck check = kind.check(dataset, Files.createTempDirectory(scratch, "check"));
        TreeSamples.give(check, source(dataset), entry -> true);
        return check;
    }

    private static List<Path> files(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aPausedOpenWebUiIsCompleteAndAMissingUploadIsFound() throws Exception {
        String name = start(
                "webui",
                "/app/backend/data",
                "ghcr.io/open-webui/open-webui:main",
                "-e",
                "STANDIN_TX_PER_SECOND=200",
                "-e",
                "STANDIN_UPLOAD_EVERY=10");
        Dataset dataset = dataset(name, new Kind("open-webui"), Method.HOT, "/app/backend/data");
        Path uploads = source(dataset).resolve("uploads");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.isDirectory(uploads) && files(uploads).size() > 20);
        TestContainers.docker("pause", name);
        OpenWebUiKind kind = new OpenWebUiKind(docker);
        assertThat(source(dataset).resolve("webui.db-wal")).isNotEmptyFile();
        TreeCheck whole = given(kind, dataset);
        whole.complete();
        assertThat(whole.notes()).allMatch(note -> note.contains("WEBUI_SECRET_KEY"));

        Path gone = files(uploads).getFirst();
        Files.delete(gone);
        TreeCheck missing = given(kind, dataset);
        assertThatThrownBy(missing::complete)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(gone.toString());
    }

    @Test
    void anOllamaStoreIsCompleteAndAMissingLayerIsFound() throws Exception {
        String name = start("ollama", "/root/.ollama", "ollama/ollama:latest", "-e", "STANDIN_MODEL_BYTES=2000000");
        Dataset dataset = dataset(name, new Kind("ollama"), Method.HOT, "/root/.ollama");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> TestContainers.docker("exec", name, "ollama", "list"));
        TestContainers.docker("exec", name, "ollama", "pull", "all-minilm");
        OllamaKind kind = new OllamaKind();
        given(kind, dataset).complete();

        Path blobs = source(dataset).resolve("models/blobs");
        Path largest = files(blobs).stream()
                .max(java.util.Comparator.comparing(path -> path.toFile().length()))
                .orElseThrow();
        Files.delete(largest);
        TreeCheck missing = given(kind, dataset);
        assertThatThrownBy(missing::complete)
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(String.valueOf(largest.getFileName()))
                .hasMessageContaining("all-minilm");
    }
}
