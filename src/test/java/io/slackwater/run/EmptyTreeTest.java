package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.freeze.Freezer;
import io.slackwater.journal.Journal;
import io.slackwater.trust.RunFailure.Failed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An empty volume beside the data of a database: nothing in it is worth a pause of the database. */
class EmptyTreeTest {

    @TempDir
    Path directory;

    private final List<String> frozen = new ArrayList<>();
    private Path volume;
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(directory.resolve("j.db"), Clock.systemUTC());
        volume = directory.resolve("volume");
        Files.createDirectories(volume.resolve("with/directories"));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Counts freezes, and holds none. */
    private final class Counting implements Freezer {

        @Override
        public FreezeLease freeze(String run, String dataset, List<String> containers, Duration max) {
            frozen.add(dataset);
            return new Unbroken();
        }

        @Override
        public void settle() {}

        @Override
        public Duration stood(String run) {
            return Duration.ZERO;
        }

        @Override
        public void thawAll() {}
    }

    private record Unbroken() implements FreezeLease {

        @Override
        public boolean broken() {
            return false;
        }

        @Override
        public String reason() {
            return "";
        }

        @Override
        public boolean reachedLimit() {
            return false;
        }

        @Override
        public Duration frozen() {
            return Duration.ofMillis(5);
        }

        @Override
        public void close() {}
    }

    private TreeWindow window() {
        Source.Tree tree = new Source.Tree(new Kind("volume"), volume, "/backups", List.of());
        Dataset dataset = new Dataset(
                "shop.cache.srv-backups",
                Environments.CACHE.workload(),
                "/backups",
                tree,
                Method.FREEZE,
                "system",
                List.of());
        Workload workload =
                Environments.inventory(dataset).workload(dataset.workload()).orElseThrow();
        RunLog log = RunLog.queued(journal, Clock.systemUTC(), "r" + frozen.size(), dataset, "set", "api");
        log.capturing();
        return new TreeWindow(dataset, tree, workload, new Counting(), journal, log, "restic");
    }

    @Test
    void an_empty_tree_is_read_without_a_freeze() throws Exception {
        TreeWindow window = window();
        window.begin();
        window.end();
        assertThat(frozen).isEmpty();
        assertThat(window.quiet())
                .as("it is walked once more after it was read")
                .isFalse();
        assertThat(window.walkAgain()).noneMatch(io.slackwater.capture.TreeEntry::isFile);
        assertThat(window.frozen()).isZero();
        assertThat(window.needed()).as("it is no estimate for the next freeze").isEmpty();
    }

    @Test
    void a_tree_with_a_file_somewhere_is_frozen() throws Exception {
        Files.writeString(volume.resolve("with/directories/file"), "x");
        TreeWindow window = window();
        window.begin();
        window.end();
        assertThat(frozen).containsExactly("shop.cache.srv-backups");
        assertThat(window.quiet()).isTrue();
    }

    @Test
    void an_empty_tree_that_got_a_file_while_it_was_read_is_tried_again() throws Exception {
        TreeWindow window = window();
        window.begin();
        Files.writeString(volume.resolve("file"), "x");
        window.end();
        assertThatThrownBy(window::walkAgain)
                .isInstanceOfSatisfying(
                        Failed.class, e -> assertThat(e.canPass()).isTrue())
                .hasMessageContaining("was empty and got files while it was read");
    }
}
