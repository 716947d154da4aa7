package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.StandInDocker;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.ServerFiles;
import io.slackwater.repository.StandInRepository;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpReplacementTest {

    @TempDir
    Path directory;

    /** A dump that becomes two files, and replaces a third. */
    private static final class Keys implements ServerFiles {

        private final List<String> called = new ArrayList<>();

        @Override
        public Path directory() {
            return Path.of("/var/lib/docker/volumes/keys/_data");
        }

        @Override
        public List<RestoredFile> files() {
            return List.of(file("dump"), file("log/base"));
        }

        private static RestoredFile file(String path) {
            return new RestoredFile(
                    path, "", sink -> sink.write(("restored " + path).getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public List<String> exchanged() {
            return List.of("dump", "log", "stale");
        }

        @Override
        public void prepare() {
            called.add("prepare");
        }

        @Override
        public void confirm() {
            called.add("confirm");
        }

        @Override
        public String note() {
            return "count them";
        }
    }

    @Test
    void onlyTheServersFilesAreExchangedAndBroughtBack() throws Exception {
        LocalHelpers helpers = new LocalHelpers(directory);
        helpers.volumes.put("keys", Map.of());
        Path live = Files.createDirectories(helpers.mount("live"));
        for (String name : List.of("dump", "stale", "other")) {
            Files.writeString(live.resolve(name), "old");
        }
        StandInDocker docker = new StandInDocker();
        TreeUsers users = new TreeUsers(docker, new StandInControl(docker), container -> Optional.empty());
        Keys keys = new Keys();
        LiveTree tree = new LiveTree(helpers, keys.directory());
        RunRecord run = RunRecords.stored(RunRecords.queued("r1", "shop.cache.rdb", RunRecords.T0), "4f3c2a1b55", 7);
        ChosenSnapshot snapshot =
                new ChosenSnapshot(RunRecords.verdict(run, RunRecords.T0), new StandInRepository("critical"));
        TreeExchange exchange;
        try (DumpReplacement replacement =
                new DumpReplacement(tree, users, "1234abcd-0000", snapshot, "shop-cache", keys)) {
            assertThat(replacement.forecast().bytes()).isEqualTo(14);
            replacement.prepare();
            replacement.check();
            exchange = new TreeExchange(tree, replacement.beside(), users);
            exchange.apply();
            replacement.confirm();
            assertThat(replacement.note()).isEqualTo("count them");
        }

        assertThat(keys.called).containsExactly("prepare", "confirm");
        assertThat(exchange.applied()).isTrue();
        assertThat(live.resolve("dump")).hasContent("restored dump");
        assertThat(live.resolve("log/base")).hasContent("restored log/base");
        assertThat(live.resolve("other")).hasContent("old");
        assertThat(live.resolve("stale")).doesNotExist();

        exchange.rollBack();
        exchange.removeBeside();
        assertThat(exchange.applied()).isFalse();
        assertThat(live.resolve("dump")).hasContent("old");
        assertThat(live.resolve("stale")).hasContent("old");
        assertThat(Files.list(live).map(path -> path.getFileName().toString()))
                .containsExactlyInAnyOrder("dump", "stale", "other");
        assertThat(helpers.openHelpers()).isZero();
    }
}
