package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The directories of a snapshot, as restic lists them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DirectoryListingIT {

    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00.123456789Z");
    private static final List<String> ODD = List.of(
            " leading",
            "#comment",
            "*star[1]?",
            "--flag",
            "..odd",
            "<img src=x onerror=alert(1)>",
            "a\nb",
            "x:y",
            "é€𝄞");

    @TempDir
    Path root;

    private Repository repository;
    private Path data;
    private String snapshot = "";

    @BeforeEach
    void world() throws Exception {
        ResticWorld world = new ResticWorld(root).used();
        repository = world.repository();
        repository.open();
        for (String name : ODD) {
            Path file = world.file("data/" + name, name.getBytes(StandardCharsets.UTF_8));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            Files.setLastModifiedTime(file, FileTime.from(TIME));
            world.file("data/dirs/" + name + "/below", new byte[1]);
        }
        data = root.resolve("data");
        Files.createSymbolicLink(data.resolve("link"), Path.of("/etc"));
        Files.createDirectory(data.resolve("empty"));
        snapshot = world.store(repository, world.tree("run1", "data")).id();
    }

    @Test
    void aDirectoryHasItsOwnEntriesOnly() throws Exception {
        List<SnapshotFile> listed = list(data.toString());

        assertThat(listed.getFirst().path()).isEqualTo(data.toString());
        assertThat(listed.getFirst().isDirectory()).isTrue();
        assertThat(listed)
                .filteredOn(SnapshotFile::isFile)
                .extracting(SnapshotFile::name)
                .containsExactlyElementsOf(ODD.stream().sorted().toList());
        assertThat(listed).filteredOn(SnapshotFile::isFile).allSatisfy(one -> {
            assertThat(one.mode()).isEqualTo(0640);
            assertThat(one.modified()).isEqualTo(TIME);
            assertThat(one.size()).isEqualTo(one.name().getBytes(StandardCharsets.UTF_8).length);
        });
        assertThat(listed)
                .filteredOn(one -> !one.isFile())
                .extracting(one -> one.type() + " " + one.name())
                .containsExactly("dir data", "dir dirs", "dir empty", "symlink link");
    }

    @Test
    void oddlyNamedDirectoriesAreListed() throws Exception {
        for (String name : ODD) {
            assertThat(list(data + "/dirs/" + name))
                    .extracting(SnapshotFile::name)
                    .containsExactly(name, "below");
        }
    }

    @Test
    void aSymbolicLinkIsNotFollowedAndAMissingPathHasNoEntries() throws Exception {
        assertThat(list(data + "/link")).extracting(SnapshotFile::type).containsExactly("symlink");
        assertThat(list(data + "/empty")).hasSize(1);
        assertThat(list(data + "/none")).isEmpty();
        assertThat(list(data + "/link/passwd")).isEmpty();
    }

    @Test
    void aDirectoryIsDumpedAsATarThatBeginsWithItsName() throws Exception {
        List<String> names = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        repository.contents().dumpDirectory(snapshot, data + "/dirs", bytes);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    names.add(entry.getName());
                }
            }
        }
        assertThat(names)
                .containsExactlyElementsOf(ODD.stream()
                        .sorted()
                        .map(name -> "dirs/" + name + "/below")
                        .toList());
    }

    @Test
    void entriesAreFoundByTheirNameInAllSnapshots() throws Exception {
        ResticWorld world = new ResticWorld(root);
        world.file("data/dirs/Holiday.JPG", new byte[3]);
        world.file("data/dirs/holiday/other", new byte[1]);
        String second = world.store(repository, world.tree("run2", "data")).id();

        assertThat(find("below", snapshot))
                .hasSize(1)
                .allSatisfy((id, paths) -> assertThat(paths).hasSize(ODD.size()));
        assertThat(find("*.jpg", snapshot, second))
                .containsExactly(Map.entry(second, List.of(data + "/dirs/Holiday.JPG")));
        assertThat(find("holiday", second)).containsExactly(Map.entry(second, List.of(data + "/dirs/holiday")));
        assertThat(find("\\*star\\[1\\]\\?", second))
                .containsEntry(second, List.of(data + "/*star[1]?", data + "/dirs/*star[1]?"));
        assertThat(find("--flag", second)).hasSize(1);
        assertThat(find("a\nb", second)).hasSize(1);
        assertThat(find("none", second)).isEmpty();
    }

    private Map<String, List<String>> find(String name, String... snapshots) throws Exception {
        Map<String, List<String>> found = new LinkedHashMap<>();
        String literal = name.replace("\\", "").replace("*.jpg", ".jpg");
        repository
                .contents()
                .find(
                        List.of(snapshots),
                        name,
                        file -> file.name().toLowerCase(Locale.ROOT).endsWith(literal),
                        100,
                        (id, files) -> found.put(
                                id, files.stream().map(SnapshotFile::path).toList()));
        return found;
    }

    private List<SnapshotFile> list(String path) throws Exception {
        List<SnapshotFile> listed = new ArrayList<>();
        repository.contents().directory(snapshot, path, listed::add);
        return listed;
    }
}
