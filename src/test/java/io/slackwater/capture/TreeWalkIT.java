package io.slackwater.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.repository.PreparedRepositories;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk against what real restic stores of the same tree. */
class TreeWalkIT {

    @TempDir
    Path scratch;

    private static final String TAG = "Signature: 8a477f597d28d172789f06886806bc55";

    @TempDir
    Path directory;

    private Path tree;

    @BeforeEach
    void repository() throws Exception {
        tree = Files.createDirectory(directory.resolve("tree"));
        PreparedRepositories.copy("critical", directory.resolve("repository"), directory.resolve("secrets"));
    }

    private static String restic() {
        return Optional.ofNullable(System.getProperty("SLACKWATER_RESTIC"))
                .or(() -> Optional.ofNullable(System.getenv("SLACKWATER_RESTIC")))
                .orElse("restic");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(restic()));
        argv.addAll(List.of(arguments));
        return command(argv);
    }

    private String command(List<String> argv) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectError(directory.resolve("errors").toFile());
        builder.environment()
                .putAll(Map.of(
                        "RESTIC_REPOSITORY", directory.resolve("repository").toString(),
                        "RESTIC_PASSWORD_FILE",
                                directory.resolve("secrets/keys/critical.key").toString(),
                        "RESTIC_CACHE_DIR", directory.resolve("cache").toString()));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", argv, Files.readString(directory.resolve("errors"), StandardCharsets.ISO_8859_1))
                .isZero();
        return out;
    }

    private List<TreeEntry> stored(Path root, List<String> excludes) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("backup", "-q", "--exclude-caches"));
        excludes.forEach(exclude -> arguments.add("--exclude=" + exclude));
        arguments.add(root.toString());
        run(arguments.toArray(String[]::new));
        List<TreeEntry> entries = new ArrayList<>();
        for (String line : run("ls", "--json", "latest").split("\n")) {
            JsonNode node = new ObjectMapper().readTree(line);
            String path = node.path("path").asText();
            if (path.equals(root.toString()) || path.startsWith(root + "/")) {
                entries.add(new TreeEntry(
                        path,
                        node.path("type").asText(),
                        node.path("size").asLong(),
                        FileTime.from(OffsetDateTime.parse(node.path("mtime").asText())
                                        .toInstant())
                                .to(java.util.concurrent.TimeUnit.NANOSECONDS)));
            }
        }
        entries.sort(Comparator.comparing(TreeEntry::path));
        return entries;
    }

    private void assertAgreement(List<String> excludes) throws Exception {
        List<TreeEntry> walked = TreeSamples.walked(tree, excludes);
        List<TreeEntry> stored = stored(tree, excludes);
        assertThat(withoutRuns(walked)).containsExactlyElementsOf(withoutRuns(stored));
        assertThat(TreeSamples.differences(scratch, walked, walked, stored)).isEmpty();
    }

    /** Java and Go replace bytes that are no UTF-8 by another number of characters. */
    private static List<TreeEntry> withoutRuns(List<TreeEntry> entries) {
        return entries.stream()
                .map(entry -> new TreeEntry(
                        entry.path().replaceAll("\uFFFD+", "\uFFFD"), entry.type(), entry.size(), entry.modified()))
                .toList();
    }

    private Path file(String relative) throws IOException {
        Path file = tree.resolve(relative);
        Files.createDirectories(file.getParent() == null ? tree : file.getParent());
        return Files.writeString(file, relative);
    }

    @Test
    void ordinaryTreesEqualTheirSnapshot() throws Exception {
        file("a/b/c/file");
        file("a/empty-file");
        Files.writeString(tree.resolve("a/empty-file"), "");
        Files.createDirectories(tree.resolve("empty/directories/too"));
        Files.createLink(tree.resolve("hard"), tree.resolve("a/b/c/file"));
        assertAgreement(List.of());
    }

    @Test
    void oddNamesEqualTheirSnapshot() throws Exception {
        for (String name : List.of(
                "new\nline", "tab\t", " blank ", "quote\"'", "back\\slash", "ü-日本-😀", "-dash", "*?[x]", "%41")) {
            file(name);
        }
        // Java cannot write names that are no UTF-8.
        command(List.of(
                "bash",
                "-c",
                "cd " + tree + " && touch $'bad\\xff\\xfe' $'cut\\xe2\\x82x' && mkdir $'d\\xff' && touch $'d\\xff/f'"));
        assertThat(TreeSamples.walked(tree, List.of())).hasSize(14);
        assertAgreement(List.of());
    }

    @Test
    void specialFilesEqualTheirSnapshotAndSocketsAreNotStored() throws Exception {
        file("real");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("real"));
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(tree.resolve("loop"), Path.of("."));
        command(List.of("mkfifo", tree.resolve("fifo").toString()));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(tree.resolve("socket")));
            assertAgreement(List.of());
        }
        assertThat(TreeSamples.walked(tree, List.of()))
                .extracting(TreeEntry::type)
                .containsExactlyInAnyOrder("dir", "file", "symlink", "symlink", "symlink", "fifo");
    }

    @Test
    void cacheDirectoriesEqualTheirSnapshot() throws Exception {
        file("tagged/x");
        file("tagged/sub/y");
        Files.writeString(file("tagged/CACHEDIR.TAG"), TAG + "\nmore");
        file("exact/x");
        Files.writeString(file("exact/CACHEDIR.TAG"), TAG);
        file("short/x");
        Files.writeString(file("short/CACHEDIR.TAG"), TAG.substring(0, TAG.length() - 1));
        file("other/x");
        Files.writeString(file("other/CACHEDIR.TAG"), "not " + TAG);
        file("linked/x");
        Files.createSymbolicLink(tree.resolve("linked/CACHEDIR.TAG"), tree.resolve("exact/CACHEDIR.TAG"));
        file("directory/CACHEDIR.TAG/x");
        file("lower/x");
        Files.writeString(file("lower/cachedir.tag"), TAG);
        assertAgreement(List.of());
        assertThat(TreeSamples.walked(tree, List.of()))
                .extracting(TreeEntry::path)
                .contains(tree + "/tagged", tree + "/tagged/CACHEDIR.TAG", tree + "/short/x")
                .doesNotContain(tree + "/tagged/x", tree + "/exact/x", tree + "/linked/x");
    }

    @Test
    void aRootThatIsACacheEqualsItsSnapshot() throws Exception {
        file("x");
        Files.writeString(tree.resolve("CACHEDIR.TAG"), TAG);
        assertAgreement(List.of());
        assertThat(TreeSamples.walked(tree, List.of())).hasSize(2);
    }

    @Test
    void excludesEqualTheirSnapshot() throws Exception {
        String blob = "models/blobs/sha256-" + "a".repeat(64);
        file(blob);
        file(blob + "-partial");
        file(blob + "-partial-12");
        file("models/blobs/dir-partial/inside");
        file("models/blobs/deep/x-partial");
        file("cache/inside/deeper");
        file("cache2/kept");
        file("sub/cache/kept");
        file("odd[1]/gone");
        file("odd1/kept");
        file("s/abc");
        file("s/bbc");
        file("s/zbc");
        for (String name : List.of(
                "top.log",
                "l/o/g/deep.log",
                "l.log/inside",
                "log/kept",
                "web/node_modules/x",
                "web/a/b/node_modules/x",
                "web/node_modules2/kept",
                "deep/gone/gone",
                "deeper/kept",
                "two/a/b/gone",
                "two/x/y/a/b/gone",
                "two/x/b/kept",
                "two/a/x/b/kept",
                "aü😀/gone",
                "{x,y}/gone",
                "x/kept",
                "star*/gone",
                "stars/kept")) {
            file(name);
        }
        List<String> excludes = List.of(
                tree + "/cache",
                tree + "/models/blobs/*-partial*",
                tree + "/odd\\[1]",
                tree + "/s/z?c",
                tree + "/s/b*",
                tree + "/**/*.log",
                tree + "/web/**/node_modules",
                tree + "/deep/**",
                tree + "/two/**/a/b",
                tree + "/?ü?",
                tree + "/{x,y}",
                tree + "/star\\*");
        assertAgreement(excludes);
        assertThat(TreeSamples.walked(tree, excludes))
                .extracting(TreeEntry::path)
                .contains(
                        tree + "/cache2/kept",
                        tree + "/sub/cache/kept",
                        tree + "/models/blobs/deep/x-partial",
                        tree + "/s/abc",
                        tree + "/log/kept",
                        tree + "/web/node_modules2/kept",
                        tree + "/deeper/kept",
                        tree + "/two/x/b/kept",
                        tree + "/x/kept",
                        tree + "/stars/kept")
                .noneMatch(path -> path.contains("gone"))
                .doesNotContain(
                        tree + "/cache",
                        tree + "/odd[1]",
                        tree + "/s/bbc",
                        tree + "/s/zbc",
                        tree + "/top.log",
                        tree + "/l/o/g/deep.log",
                        tree + "/l.log",
                        tree + "/web/node_modules",
                        tree + "/web/a/b/node_modules",
                        tree + "/deep");
    }

    @Test
    void aRootThatIsAFileOrALinkEqualsItsSnapshot() throws Exception {
        file("single");
        Files.createSymbolicLink(directory.resolve("link"), tree);
        for (Path root : List.of(tree.resolve("single"), directory.resolve("link"))) {
            assertThat(TreeSamples.walked(root, List.of())).containsExactlyElementsOf(stored(root, List.of()));
        }
    }

    @Test
    void aFileThatGrewBetweenWalkAndBackupIsNoticed() throws Exception {
        file("a");
        file("b");
        List<TreeEntry> walked = TreeSamples.walked(tree, List.of());
        Files.writeString(tree.resolve("a"), "longer than before");
        Files.delete(tree.resolve("b"));
        file("c");
        assertThat(TreeSamples.differences(scratch, walked, walked, stored(tree, List.of())))
                .hasSize(4)
                .anyMatch(each -> each.contains("/a (a file of 1 bytes) is missing"))
                .anyMatch(each -> each.contains("/b ") && each.contains("missing"))
                .anyMatch(each -> each.contains("/c ") && each.contains("was not on disk"));
    }
}
