package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script exchanges real files. It is killed before each change of a file, and then repeated or undone. */
class ExchangeScriptTest {

    private static final String BESIDE = ".slackwater-1234abcd";
    private static final Path SCRIPT = Path.of("src/main/resources/restore/exchange.pl");

    /** Kills the script before its change number KILL, as if its container were killed. */
    private static final String KILL = """
            my $left;
            BEGIN {
                $left = $ENV{KILL};
                my $step = sub { kill 9, $$ if $left-- <= 0 };
                *CORE::GLOBAL::rename = sub ($$) { $step->(); CORE::rename($_[0], $_[1]) };
                *CORE::GLOBAL::mkdir = sub ($;$) { $step->(); CORE::mkdir($_[0], $_[1]) };
                *CORE::GLOBAL::chmod = sub (@) { $step->(); CORE::chmod($_[0], $_[1]) };
                *CORE::GLOBAL::unlink = sub (@) { $step->(); CORE::unlink($_[0]) };
            }
            """;

    @TempDir
    Path directory;

    private Path live;
    private TreeMap<String, String> before;
    private TreeMap<String, String> after;

    /** Old data with excluded files, and restored data that differ in each possible way. */
    @BeforeEach
    void fill() throws Exception {
        live = Files.createDirectory(directory.resolve("live"));
        Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rwxr-x---"));
        write("both", "old");
        write("app.db", "old database");
        write("app.db-wal", "stale log");
        write("app.db-shm", "stale index");
        write("only old/deep/file", "old");
        write("a dir/same", "old");
        write("a dir/cache/model", "excluded");
        write("a dir/new\nline.tmp", "excluded");
        write("gone/deep/x.tmp", "excluded in a directory that the snapshot lacks");
        write("gone/deep/rest", "old");
        write("cache/top", "excluded at the top");
        write("tagged/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
        write("tagged/thumbnail", "excluded by the tag");
        write("was dir/inside", "old");
        write("was file", "old");
        Files.createSymbolicLink(live.resolve("link"), Path.of("both"));
        write(".slackwater-99999999/old/kept", "the old data of another restore");
        before = listing();

        run("begin", "_data");
        String restored = BESIDE + "/incoming/_data/";
        Files.setPosixFilePermissions(live.resolve(restored), PosixFilePermissions.fromString("rwxrwxr-x"));
        write(restored + "both", "new");
        write(restored + "app.db", "new database");
        write(restored + "app.db-wal", "its own log");
        write(restored + "a dir/same", "new");
        write(restored + "a dir/cache/model", "captured before it was excluded");
        write(restored + "only new/file", "new");
        write(restored + "tagged/CACHEDIR.TAG", "Signature: 8a477f597d28d172789f06886806bc55\n");
        write(restored + "was dir", "now a file");
        write(restored + "was file/inside", "now a directory");
        Files.createSymbolicLink(live.resolve(restored + "link"), Path.of("only new/file"));
        List<String> ready = new ArrayList<>(List.of("_data", "except"));
        ready.addAll(ExcludedEntries.below(Path.of("/v"), List.of("/v/cache", "/v/a dir/cache", "/v/**/*.tmp")));
        run("ready", ready.toArray(String[]::new));

        after = new TreeMap<>(before);
        after.put("/", "rwxrwxr-x");
        after.put("both", "new");
        after.put("app.db", "new database");
        after.put("app.db-wal", "its own log");
        after.remove("app.db-shm");
        after.remove("only old/deep/file");
        after.put("a dir/same", "new");
        after.remove("gone/deep/rest");
        after.put("only new/file", "new");
        after.remove("was dir/inside");
        after.put("was dir", "now a file");
        after.remove("was file");
        after.put("was file/inside", "now a directory");
        after.put("link", "-> only new/file");
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(live.resolve(path).getParent());
        Files.writeString(live.resolve(path), text);
    }

    /** All live files with their content, the links with their targets, and the mode of the root. */
    private TreeMap<String, String> listing() throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        found.put("/", PosixFilePermissions.toString(Files.getPosixFilePermissions(live)));
        try (Stream<Path> all = Files.walk(live)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String relative = live.relativize(path).toString();
                if (relative.startsWith(BESIDE)) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    found.put(relative, "-> " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    found.put(relative, Files.readString(path));
                }
            }
        }
        return found;
    }

    private String run(String mode, String... arguments) throws Exception {
        Ended ended = start(Integer.MAX_VALUE, mode, arguments);
        assertThat(ended.exit()).as(ended.words()).isZero();
        return ended.words().strip();
    }

    private record Ended(int exit, String words) {}

    /** @param kill how many changes the script makes before it is killed */
    private Ended start(int kill, String mode, String... arguments) throws Exception {
        List<String> argv =
                new ArrayList<>(List.of("perl", "-e", KILL + Files.readString(SCRIPT), mode, live.toString(), BESIDE));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
        builder.environment().put("KILL", Integer.toString(kill));
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), words);
    }

    @Test
    void theLiveDataBecomeThoseOfTheSnapshotAndExcludedFilesStay() throws Exception {
        assertThat(run("state")).isEqualTo("prepared");
        run("apply");

        assertThat(listing()).isEqualTo(after);
        assertThat(run("state")).isEqualTo("applied");
    }

    @Test
    void anUndoBringsTheOldDataBackAlsoAfterTheServiceWroteFiles() throws Exception {
        run("apply");
        write("both", "written by the service");
        write("app.db-shm", "written by the service");
        write("new of the service/file", "written by the service");
        write("only new/more", "written by the service");
        Files.delete(live.resolve("link"));
        write("cache/top", "excluded and written by the service");
        run("back");

        before.put("cache/top", "excluded and written by the service");
        assertThat(listing()).isEqualTo(before);
        assertThat(run("state")).isEqualTo("prepared");
        run("back");
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void anExchangeThatIsKilledAnywhereIsUndone() throws Exception {
        int kills = 0;
        while (start(kills, "apply").exit() != 0) {
            run("back");
            assertThat(listing()).as("undone after %d changes", kills).isEqualTo(before);
            kills++;
        }
        assertThat(kills).isGreaterThan(25);
        assertThat(listing()).isEqualTo(after);
    }

    @Test
    void anExchangeThatIsKilledAnywhereIsContinued() throws Exception {
        for (int kills = 0; start(kills, "apply").exit() != 0; kills++) {
            assertThat(run("state")).isIn("prepared", "mixed", "applied");
            run("apply");
            assertThat(listing()).as("continued after %d changes", kills).isEqualTo(after);
            run("back");
            assertThat(listing()).isEqualTo(before);
        }
        assertThat(listing()).isEqualTo(after);
    }

    @Test
    void anUndoThatIsKilledAnywhereIsRepeated() throws Exception {
        int kills = 0;
        boolean ended = false;
        while (!ended) {
            run("apply");
            write("new of the service/file", "written by the service");
            ended = start(kills, "back").exit() == 0;
            run("back");
            assertThat(listing()).as("repeated after %d changes", kills).isEqualTo(before);
            kills++;
        }
        assertThat(kills).isGreaterThan(20);
    }

    @Test
    void whatAnotherProgramWroteBeforeAnyExchangeIsLeftAlone() throws Exception {
        start(2, "apply");
        write("of the user", "written before any rename");
        run("back");

        before.put("of the user", "written before any rename");
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void onlyTheNamedPathsAreExchanged() throws Exception {
        Files.move(live.resolve(BESIDE + "/new"), live.resolve(BESIDE + "/incoming/_data"));
        run("ready", "_data", "only", "both", "a dir/same", "only new/file", "only old/deep", "nowhere/at/all");
        run("apply");

        before.put("both", "new");
        before.put("a dir/same", "new");
        before.put("only new/file", "new");
        before.remove("only old/deep/file");
        assertThat(listing()).isEqualTo(before);
        run("back");
        assertThat(listing()).containsEntry("both", "old").containsEntry("only old/deep/file", "old");
    }

    @Test
    void excludedFilesBehindALinkAreNotMovedThere() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path restored = live.resolve(BESIDE + "/new/a dir");
        Files.move(restored, directory.resolve("away"));
        Files.createSymbolicLink(restored, outside);

        Ended refused = start(Integer.MAX_VALUE, "apply");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.words()).contains("a dir is no directory, but it has data that stay in place");
        assertThat(outside).isEmptyDirectory();
        run("back");
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void aLookShowsTheRootItsSpaceAndThatItHasFiles() throws Exception {
        List<String> looked = run("look").lines().toList();

        assertThat(looked.get(0)).matches("\\d+:\\d+");
        assertThat(looked.get(1)).isEqualTo("filled");
        assertThat(Long.parseLong(looked.get(2))).isPositive();
        assertThat(looked).hasSize(3);
    }
}
