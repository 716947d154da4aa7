package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.ConfigServer;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.health.TestClock;
import io.slackwater.journal.BackrestStore.LogPosition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which backups of Backrest are judged after an edit of its configuration. */
class EditWatchTest {

    private static final Set<String> OURS = Set.of("shop.files.srv-data");

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private final Provisions.Memory memory = new Provisions.Memory();
    private final List<String> heard = new ArrayList<>();
    private boolean settled = true;
    private ConfigServer backrest;
    private BackrestClient client;
    private EditWatch watch;

    @BeforeEach
    void firstLook() throws IOException, InterruptedException, BackrestException {
        backrest = new ConfigServer(Provisions.config("foreign"), clock);
        client = backrest.client();
        stored("shop.files.srv-data", "before-us");
        watch = new EditWatch(client, memory.store(), backup -> {
            heard.add(backup.snapshot().orElseThrow());
            return settled;
        });
        look();
        assertThat(heard).isEmpty();
        backrest.calls.clear();
    }

    @AfterEach
    void stop() {
        client.close();
        backrest.close();
    }

    private void look() throws BackrestException, InterruptedException {
        watch.look(backrest.config(), OURS);
    }

    private ObjectNode stored(String plan, String snapshot) {
        return backrest.backup(plan, "STATUS_SUCCESS", clock.instant()).put("snapshotId", snapshot);
    }

    private void edited() {
        backrest.edit(config -> config.put("somebody", "was here"));
    }

    @Test
    void backrestIsNotAskedWithoutAnEdit() throws Exception {
        stored("shop.files.srv-data", "ordinary");
        look();
        assertThat(heard).isEmpty();
        assertThat(backrest.calls).isEmpty();
    }

    @Test
    void storedBackupsAreReportedAfterAnEdit() throws Exception {
        edited();
        stored("shop.files.srv-data", "unwatched");
        stored("home", "of-somebody-else");
        backrest.backup("shop.files.srv-data", "STATUS_ERROR", clock.instant());
        look();
        assertThat(heard).containsExactly("unwatched");
        look();
        assertThat(heard).as("once").containsExactly("unwatched");
    }

    @Test
    void aRunningBackupIsCheckedAgainAlsoAfterARestart() throws Exception {
        edited();
        ObjectNode running = backrest.backup("shop.files.srv-data", "STATUS_INPROGRESS", clock.instant());
        look();
        assertThat(heard).isEmpty();
        backrest.finish(running.put("snapshotId", "unwatched"));
        watch = new EditWatch(
                client, memory.store(), backup -> heard.add(backup.snapshot().orElseThrow()));
        look();
        assertThat(heard).containsExactly("unwatched");
    }

    @Test
    void anUnsettledBackupIsReportedAgain() throws Exception {
        edited();
        stored("shop.files.srv-data", "unwatched");
        settled = false;
        look();
        settled = true;
        look();
        look();
        assertThat(heard).containsExactly("unwatched", "unwatched");
    }

    @Test
    void aResetBackrestIsWatchedFromItsReset() throws Exception {
        memory.store().log(new LogPosition(7, 999_999));
        edited();
        stored("shop.files.srv-data", "older");
        look();
        assertThat(heard).isEmpty();
        edited();
        stored("shop.files.srv-data", "unwatched");
        look();
        assertThat(heard).containsExactly("unwatched");
    }
}
