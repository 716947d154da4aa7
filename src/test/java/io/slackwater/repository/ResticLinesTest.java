package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as restic 0.18 wrote them. */
class ResticLinesTest {

    @Test
    void aStatusWithoutBytesHasNoBytes() {
        assertThat(ResticLines.parse("{\"message_type\":\"status\",\"seconds_elapsed\":1,\"percent_done\":0}"))
                .isEqualTo(new ResticEvent.Status(0, 0));
        assertThat(ResticLines.parse(
                        "{\"message_type\":\"status\",\"seconds_remaining\":4064988038378,\"bytes_done\":8625812}"))
                .isEqualTo(new ResticEvent.Status(8625812, 0));
    }

    @Test
    void aDryRunHasNoSnapshot() {
        String summary =
                "{\"message_type\":\"summary\",\"data_added\":747,\"total_bytes_processed\":49,\"snapshot_id\":\"fa4c\"%s}";

        assertThat(ResticLines.parse(summary.formatted("")))
                .isEqualTo(new ResticEvent.Summary(Optional.of("fa4c"), 49, 747));
        assertThat(ResticLines.parse(summary.formatted(",\"dry_run\":true")))
                .isEqualTo(new ResticEvent.Summary(Optional.empty(), 49, 747));
    }

    @Test
    void errorsOfBackupsAndChecksAreParsed() {
        assertThat(
                        ResticLines.parse(
                                "{\"message_type\":\"error\",\"error\":{\"message\":\"open /x: permission denied\"},\"during\":\"archival\",\"item\":\"/x\"}"))
                .isEqualTo(new ResticEvent.ItemError("/x", "archival", "open /x: permission denied"));
        assertThat(ResticLines.parse("{\"message_type\":\"error\",\"message\":\"pack e1 does not exist\\n\"}"))
                .isEqualTo(new ResticEvent.ItemError("", "", "pack e1 does not exist"));
    }

    @Test
    void otherLinesAreTextWithoutTerminalCodes() {
        assertThat(ResticLines.parse("\u001b[2Ksignal terminated received, cleaning up"))
                .isEqualTo(new ResticEvent.Text("signal terminated received, cleaning up"));
        assertThat(ResticLines.parse("{not json")).isEqualTo(new ResticEvent.Text("{not json"));
        assertThat(ResticLines.parse("")).isEqualTo(new ResticEvent.Text(""));
    }

    @Test
    void jsonOfANewerResticIsTextAndNoError() {
        assertThat(ResticLines.parse("{}")).isEqualTo(new ResticEvent.Text("{}"));
    }

    /** A line that restic 0.18.0 wrote. */
    @Test
    void aLineAboutAnUnchangedFileIsNotParsed() {
        String line = "{\"message_type\":\"verbose_status\",\"action\":\"%s\",\"item\":\"/f\",\"duration\":0,"
                + "\"data_size\":0,\"data_size_in_repo\":0,\"metadata_size\":0,\"metadata_size_in_repo\":0,"
                + "\"total_files\":0}";
        assertThat(ResticLines.isUnchanged(line.formatted("unchanged"))).isTrue();
        assertThat(ResticLines.isUnchanged(line.formatted("modified"))).isFalse();
        assertThat(ResticLines.isUnchanged(line.formatted("new"))).isFalse();
        assertThat(ResticLines.isUnchanged("{\"message_type\":\"summary\"}")).isFalse();
    }

    @Test
    void onlyIncreasingCountsAreProgress() throws Exception {
        String same = "{\"message_type\":\"status\",\"bytes_done\":5}\n";
        Activity activity = new Activity();
        List<ResticEvent> events = new ArrayList<>();
        List<Long> quiet = new ArrayList<>();

        ResticOutput.events(event -> {
                    events.add(event);
                    quiet.add(activity.quiet().toNanos());
                    long until = System.nanoTime() + 2_000_000;
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                })
                .read(new ByteArrayInputStream((same + same + same).getBytes(StandardCharsets.UTF_8)), activity);

        assertThat(events).hasSize(3);
        assertThat(quiet.get(2)).isGreaterThan(quiet.get(1)).isGreaterThan(4_000_000L - 1_000_000L);
    }

    @Test
    void anEmptyRepositoryHasNoSnapshots() throws Exception {
        assertThat(ResticLines.snapshots(new ByteArrayInputStream("[]\n".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void theListOfASnapshotNamesItsParent() throws Exception {
        String json = """
                {"time":"2026-11-21T09:00:00Z","parent":"one","tree":"t","id":"two","struct_type":"snapshot"}
                {"name":"a","type":"file","path":"/a","size":7,"mtime":"1970-01-01T00:00:01Z","struct_type":"node"}
                """;
        List<TreeEntry> nodes = new ArrayList<>();
        List<String> parents = new ArrayList<>();

        ResticLines.nodes(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), nodes::add, parents::add);

        assertThat(nodes).containsExactly(new TreeEntry("/a", "file", 7, 1_000_000_000L));
        assertThat(parents).containsExactly("one");
    }

    @Test
    void theEntriesOfADirectoryHaveTheirModeAsChmodTakesIt() throws Exception {
        String json = """
                {"time":"2026-11-21T09:00:00Z","id":"two","message_type":"snapshot","struct_type":"snapshot"}
                {"name":"d","type":"dir","path":"/d","mode":2147484141,"mtime":"2026-11-21T10:00:00Z","message_type":"node","struct_type":"node"}
                {"name":"s","type":"file","path":"/d/s","size":7,"mode":8388909,"mtime":"2026-11-21T10:00:00.5Z","struct_type":"node"}
                {"name":"t","type":"dir","path":"/d/t","mode":2152727039,"mtime":"no time","struct_type":"node"}
                """;
        List<SnapshotFile> files = new ArrayList<>();

        ResticLines.files(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), files::add);

        assertThat(files)
                .containsExactly(
                        new SnapshotFile("/d", "dir", 0, Instant.parse("2026-11-21T10:00:00Z"), 0755),
                        new SnapshotFile("/d/s", "file", 7, Instant.parse("2026-11-21T10:00:00.5Z"), 04455),
                        new SnapshotFile("/d/t", "dir", 0, Instant.EPOCH, 03777));
        assertThat(files).extracting(SnapshotFile::name).containsExactly("d", "s", "t");
    }

    @Test
    void eachSnapshotHasItsWantedMatches() throws Exception {
        String json = """
                [{"matches":[{"path":"/v/dir","type":"dir","mode":2147484141,"mtime":"2026-11-21T10:00:00Z"},\
                {"path":"/v/a","type":"file","size":7,"mode":420,"mtime":"2026-11-21T10:00:00Z","links":1}],"hits":2,"snapshot":"one"},\
                {"matches":[],"hits":0,"more":{"deep":[1]},"snapshot":"two"},\
                {"matches":[{"path":"/v/a","type":"file","size":8,"mode":420,"mtime":"2026-11-22T10:00:00Z"},\
                {"path":"/v/b","type":"file","size":9,"mode":420,"mtime":"2026-11-22T10:00:00Z"}],"hits":2,"snapshot":"three"}]
                """;
        Map<String, List<String>> found = new LinkedHashMap<>();

        for (String one : List.of(json, "[]", "null", "")) {
            ResticLines.found(
                    new ByteArrayInputStream(one.getBytes(StandardCharsets.UTF_8)),
                    SnapshotFile::isFile,
                    1,
                    (snapshot, files) -> found.put(
                            snapshot,
                            files.stream()
                                    .map(file -> file.path() + " " + file.size())
                                    .toList()));
        }

        assertThat(found).containsExactly(Map.entry("one", List.of("/v/a 7")), Map.entry("three", List.of("/v/a 8")));
    }

    @Test
    void filesWithALaterTimeOfModificationOrChangeAreTouched() throws Exception {
        String json = """
                {"struct_type":"snapshot","id":"two","parent":"one"}
                {"struct_type":"node","path":"/d","type":"dir","mtime":"2026-11-21T10:00:00Z","ctime":"2026-11-21T10:00:00Z"}
                {"struct_type":"node","path":"/d/old","type":"file","mtime":"2026-11-21T09:59:59.999Z","ctime":"2026-11-21T09:00:00Z"}
                {"struct_type":"node","path":"/d/written","type":"file","mtime":"2026-11-21T10:00:00Z","ctime":"2026-11-21T10:00:00Z"}
                {"struct_type":"node","path":"/d/preserved","type":"file","mtime":"2020-01-01T00:00:00Z","ctime":"2026-11-21T10:00:01Z"}
                """;
        List<String> files = new ArrayList<>();
        List<String> parents = new ArrayList<>();

        ResticLines.touched(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                Instant.parse("2026-11-21T10:00:00Z"),
                files::add,
                parents::add);

        assertThat(files).containsExactly("/d/written", "/d/preserved");
        assertThat(parents).containsExactly("one");
    }

    @Test
    void aSnapshotWithRewrittenTagsKeepsItsFirstId() throws Exception {
        String json = """
                [{"time":"2026-11-21T10:30:00.5+01:00","tree":"t","paths":["/b"],"hostname":"h","original":"first","id":"two"},
                 {"time":"2026-11-21T09:00:00Z","tree":"t","paths":["/a"],"hostname":"h","tags":["plan:x"],"id":"one",
                  "summary":{"total_bytes_processed":7}}]""";

        List<Snapshot> snapshots =
                ResticLines.snapshots(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(snapshots).extracting(Snapshot::id).containsExactly("one", "two");
        assertThat(snapshots).extracting(Snapshot::stableId).containsExactly("one", "first");
        assertThat(snapshots.getFirst().bytes()).isEqualTo(7);
    }

    @Test
    void theExcludesOfASnapshotAreItsPatterns() throws Exception {
        List<String> excludes = new ArrayList<>();
        ResticLines.excludes(
                new ByteArrayInputStream("[{\"id\":\"1\",\"excludes\":[\"/v/cache\",\"/v/**/*.tmp\"]}]"
                        .getBytes(StandardCharsets.UTF_8)),
                excludes::add);

        assertThat(excludes).containsExactly("/v/cache", "/v/**/*.tmp");
    }
}
