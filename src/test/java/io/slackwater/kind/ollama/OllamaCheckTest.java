package io.slackwater.kind.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.TreeCheck;
import io.slackwater.capture.TreeSamples;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TreeEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OllamaCheckTest {

    @TempDir
    Path volume;

    private Path models;

    @BeforeEach
    void store() throws Exception {
        models = volume.resolve("models");
        Files.createDirectories(models.resolve("blobs"));
        Files.writeString(volume.resolve("id_ed25519"), "key");
    }

    private String blob(String content) throws Exception {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String hex =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        Files.write(models.resolve("blobs/sha256-" + hex), bytes);
        return hex;
    }

    private static String reference(String hex, int size) {
        return "{\"digest\":\"sha256:" + hex + "\",\"size\":" + size + "}";
    }

    private String model(String config, String layer) throws Exception {
        return "{\"schemaVersion\":2,\"config\":" + reference(blob(config), config.length()) + ",\"layers\":["
                + reference(blob(layer), layer.length()) + ",{\"digest\":\"\"}]}";
    }

    private Path manifest(String directory, String name) throws Exception {
        Path path = models.resolve(directory).resolve(name);
        Files.createDirectories(path.getParent());
        return path;
    }

    private void manifest(String content) throws Exception {
        Files.writeString(manifest("manifests", "registry.ollama.ai/library/tiny/latest"), content);
    }

    private Path blobPath(String content) throws Exception {
        return models.resolve("blobs/sha256-" + blob(content));
    }

    private TreeCheck given(Path root, Predicate<TreeEntry> changed) throws Exception {
        TreeCheck check = new OllamaKind()
                .check(
                        TreeSamples.dataset(new Kind("ollama"), Method.HOT, root, "/root/.ollama"),
                        volume.resolve("scratch"));
        TreeSamples.give(check, root, changed);
        return check;
    }

    private TreeCheck given() throws Exception {
        return given(volume, entry -> true);
    }

    private void assertBroken(TreeCheck check, String... words) {
        assertThatThrownBy(check::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_WHOLE))
                .hasMessageContainingAll(words);
    }

    @Test
    void completeModelsPass() throws Exception {
        manifest(model("{\"a\":1}", "weights"));
        given().complete();
        given(models, entry -> false).complete();
    }

    @Test
    void aStoreWithoutModelsPasses() throws Exception {
        given().complete();
    }

    @Test
    void aMissingLayerIsReportedWithItsModel() throws Exception {
        manifest(model("{}", "weights"));
        Files.delete(blobPath("weights"));
        assertBroken(given(), "sha256-", "library/tiny/latest", "missing", "ollama pull");
    }

    @Test
    void aMissingLayerIsFoundWhenOnlyTheModelsAreMounted() throws Exception {
        manifest(model("{}", "weights"));
        Files.delete(blobPath("weights"));
        assertBroken(given(models, entry -> false), "missing");
    }

    @Test
    void aWrongBlobSizeIsFoundWithoutReadingTheBlob() throws Exception {
        String large = "w".repeat(300 << 10);
        manifest(model("{}", large));
        Files.writeString(blobPath(large), "short");
        assertBroken(given(volume, entry -> false), "5 bytes", String.valueOf(large.length()));
    }

    @Test
    void aChangedBlobOfTheSameSizeIsFoundByReadingIt() throws Exception {
        String large = "w".repeat(300 << 10);
        manifest(model("{}", large));
        Files.writeString(blobPath(large), "v".repeat(300 << 10));
        given(volume, entry -> false).complete();
        assertBroken(given(), "has the digest sha256-");
    }

    @Test
    void aBlobWithoutAManifestIsNotChecked() throws Exception {
        manifest(model("{}", "weights"));
        Files.writeString(blobPath("pulled a moment ago"), "not verified yet");
        given().complete();
    }

    @Test
    void aTruncatedManifestFails() throws Exception {
        manifest("{\"schemaVersion\":2,\"layers\":[");
        assertBroken(given(), "library/tiny/latest", "no JSON");
    }

    @Test
    void anEmptyManifestFails() throws Exception {
        manifest("");
        assertBroken(given(), "library/tiny/latest");
    }

    @Test
    void anUnfinishedDownloadIsNoBlob() throws Exception {
        Files.writeString(models.resolve("blobs/sha256-" + "a".repeat(64) + "-partial-3"), "{}");
        given().complete();
    }

    @Test
    void theLayersOfAManifestListAreChecked() throws Exception {
        String child = model("{}", "weights");
        manifest("{\"mediaType\":\"application/vnd.ollama.manifest.list.v2+json\",\"manifests\":["
                + reference(blob(child), child.length()) + "]}");
        given().complete();
        Files.delete(blobPath("weights"));
        assertBroken(given(), "missing");
        Files.delete(blobPath(child));
        assertBroken(given(), "missing");
    }

    @Test
    void theLayersOfALinkedManifestAreChecked() throws Exception {
        Path target = blobPath(model("{}", "weights"));
        Path link = manifest("manifests-v2", "registry.ollama.ai/library/tiny/latest");
        Files.createSymbolicLink(link, Path.of("../../../../blobs/" + target.getFileName()));
        TreeCheck whole = given(volume, entry -> false);
        whole.complete();
        assertThat(whole.notes()).isEmpty();
        Files.delete(blobPath("weights"));
        assertBroken(given(volume, entry -> false), link.toString(), "missing");
    }

    @Test
    void aLinkToAMissingBlobFails() throws Exception {
        Path link = manifest("manifests-v2", "registry.ollama.ai/library/tiny/latest");
        Files.createSymbolicLink(link, Path.of("../../../../blobs/sha256-" + "b".repeat(64)));
        assertBroken(given(), "b".repeat(64), "missing");
    }

    @Test
    void aLinkThatChangedLaterIsANote() throws Exception {
        Path link = manifest("manifests-v2", "registry.ollama.ai/library/tiny/latest");
        Files.createSymbolicLink(link, Path.of("../../../../blobs/sha256-" + "b".repeat(64)));
        TreeCheck check = given();
        Files.delete(link);
        check.complete();
        assertThat(check.notes()).singleElement().asString().contains(link.toString());
    }

    @Test
    void aManifestFileInTheNewLocationIsChecked() throws Exception {
        Files.writeString(manifest("manifests-v2", "registry.ollama.ai/library/tiny/latest"), model("{}", "weights"));
        given().complete();
        Files.delete(blobPath("weights"));
        assertBroken(given(), "missing");
    }

    @Test
    void blobsWithOldNamesAreFound() throws Exception {
        manifest(model("{}", "weights"));
        Path blob = blobPath("weights");
        Files.move(blob, blob.resolveSibling(blob.getFileName().toString().replace("sha256-", "sha256:")));
        given().complete();
    }

    @Test
    void filesAtOtherDepthsAreNoManifests() throws Exception {
        Files.writeString(manifest("manifests", ".DS_Store"), "junk");
        Files.writeString(manifest("manifests", "registry.ollama.ai/library/.DS_Store"), "junk");
        given().complete();
    }

    @Test
    void aManifestThatWasNotReadBackIsNotChecked() throws Exception {
        manifest(model("{}", "weights"));
        TreeCheck check = new OllamaKind()
                .check(TreeSamples.dataset(new Kind("ollama"), Method.HOT, volume, "/root/.ollama"), volume);
        TreeSamples.walked(volume, java.util.List.of()).forEach(check::entry);
        assertThatThrownBy(check::complete)
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED));
    }
}
