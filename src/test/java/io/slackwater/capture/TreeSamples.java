package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import io.slackwater.repository.SpooledEntries;
import io.slackwater.repository.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Datasets, containers and databases for the tests of trees. */
public final class TreeSamples {

    private TreeSamples() {}

    public static Dataset dataset(Kind kind, Method method, Path path, String destination, String... excludes) {
        return new Dataset(
                "demo.app.data",
                new WorkloadId("demo", "app"),
                destination,
                new Source.Tree(kind, path, destination, List.of(excludes)),
                method,
                "critical",
                List.of());
    }

    public static Container container(
            String service, Map<String, String> environment, Map<String, String> labels, Mount... mounts) {
        return new Container(
                "c0ffee",
                "demo-" + service + "-1",
                "demo",
                service,
                false,
                1,
                "example/" + service + ":1",
                "sha256:1234",
                Container.State.RUNNING,
                Optional.empty(),
                Instant.EPOCH,
                labels,
                environment,
                List.of(),
                "",
                List.of(mounts),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                Set.of());
    }

    public static Mount mount(Path source, String destination) {
        return new Mount(Mount.Type.VOLUME, "data", source, destination, true, "local");
    }

    /** The entries of a tree on disk, sorted by path. */
    public static List<TreeEntry> walked(Path root, List<String> excludes) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        TreeWalk.visit(root, excludes, visited -> entries.add(visited.entry()));
        entries.sort(Comparator.comparing(TreeEntry::path));
        return entries;
    }

    static List<String> differences(Path scratch, List<TreeEntry> before, List<TreeEntry> after, List<TreeEntry> stored)
            throws IOException {
        try (SpooledEntries first = spooled(scratch, before);
                SpooledEntries second = spooled(scratch, after);
                SpooledEntries snapshot = spooled(scratch, stored)) {
            return TreeComparison.differences(first, second, snapshot);
        }
    }

    private static SpooledEntries spooled(Path scratch, List<TreeEntry> entries) throws IOException {
        SpooledEntries spooled = new SpooledEntries(scratch);
        for (TreeEntry entry : entries) {
            spooled.add(entry);
        }
        return spooled;
    }

    /** Passes a snapshot of the directory to a check: all entries, then the bytes of requested and changed files. */
    public static List<String> give(TreeCheck check, Path directory, Predicate<TreeEntry> changed) throws IOException {
        List<TreeEntry> entries = walked(directory, List.of());
        List<TreeEntry> read = new ArrayList<>();
        for (TreeEntry entry : entries) {
            if ((check.entry(entry) | changed.test(entry)) && entry.isFile()) {
                read.add(entry);
            }
        }
        for (TreeEntry entry : read) {
            try (InputStream content = Files.newInputStream(Path.of(entry.path()))) {
                check.file(entry, content);
            }
        }
        return read.stream().map(TreeEntry::path).toList();
    }

    public static Connection open(Path database) throws SQLException {
        return java.sql.DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    public static void sql(Path database, String... statements) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Adds many rows and an index, so that a page in the middle is in use. */
    public static void fill(Path database) throws SQLException {
        sql(
                database,
                "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
                        + " INSERT INTO t SELECT i, hex(randomblob(20)) FROM n",
                "CREATE INDEX t_name ON t (name)");
    }

    public static void overwrite(Path file, long position, int bytes) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            byte[] noise = new byte[bytes];
            java.util.Arrays.fill(noise, (byte) 0x5a);
            channel.write(java.nio.ByteBuffer.wrap(noise), position);
        }
    }
}
