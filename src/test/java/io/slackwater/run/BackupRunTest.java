package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.freeze.BrokenFreeze;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.repository.ChangedFiles;
import io.slackwater.repository.Failure;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.run.BackupRunScene.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a run over a volume with one file, in their order. */
@Timeout(60)
class BackupRunTest {

    @TempDir
    Path directory;

    private BackupRunScene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new BackupRunScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aRunPerformsItsStepsInOrder() throws Exception {
        RunRecord run = scene.run(1);
        assertThat(run.state()).as(run.message()).isEqualTo(RunState.SUCCEEDED);
        assertThat(scene.steps)
                .containsExactly(
                        "begun",
                        "CAPTURING",
                        "freeze",
                        "STORING",
                        "read by embedded",
                        "1 byte",
                        "thaw",
                        "VERIFYING",
                        "verify",
                        "ended SUCCEEDED",
                        "retention");
        assertThat(run.progress().engine()).as("the first engine declined").contains(EngineName.EMBEDDED);
        assertThat(run.frozen()).isEqualTo(Duration.ofMillis(7));
        assertThat(scene.journal.poison().all()).isEmpty();
    }

    @Test
    void aRunOfBackrestNamesBackrest() throws Exception {
        scene.backrest.declines = false;
        assertThat(scene.run(1).progress().engine()).contains(EngineName.BACKREST);
        assertThat(scene.steps).contains("read by backrest").doesNotContain("read by embedded");
    }

    @Test
    void aPauseIsJournaledOnceItIsOver() throws Exception {
        Reading stores = scene.embedded.reading;
        scene.embedded.reading = () -> {
            assertThat(scene.journal.runs().open()).singleElement().satisfies(run -> {
                assertThat(run.frozen()).isZero();
                assertThat(run.pause().estimate())
                        .as("the estimate is known meanwhile")
                        .isPositive();
            });
            return stores.read();
        };
        assertThat(scene.run(1).frozen()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void aSnapshotThatCouldNotBeCheckedIsKeptWhenALaterAttemptFails() throws Exception {
        scene.unreadable = true;
        Reading stores = scene.embedded.reading;
        scene.embedded.reading = () -> {
            scene.embedded.reading = () -> {
                throw new RepositoryException(Failure.LOCKED, "the repository is locked");
            };
            return stores.read();
        };
        RunRecord run = scene.run(2);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.state()).isEqualTo(RunState.UNVERIFIED);
        assertThat(run.cause()).isEqualTo(EndCause.REPOSITORY);
        assertThat(run.message()).contains("the repository is locked");
        assertThat(scene.journal.poison().all()).isEmpty();
    }

    @Test
    void aFailedAttemptThawsBeforeItsFailureIsJournaledAndPoisonsItsSnapshot() throws Exception {
        scene.embedded.reading = () -> {
            scene.late = true;
            throw new RepositoryException(Failure.NETWORK, "the network is away");
        };
        RunRecord run = scene.run(2);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(scene.steps)
                .containsSubsequence(
                        "freeze",
                        "thaw",
                        "warned: the network is away",
                        "forget",
                        "freeze",
                        "thaw",
                        "ended FAILED",
                        "forget");
    }

    @Test
    void unchangedFilesAreReadBackUnlessTheParentIsVerified() throws Exception {
        RunRecords.end(scene.journal, "r1", scene.files.id(), RunRecords.T0, RunState.UNVERIFIED, "");
        RunRecords.succeed(scene.journal, "r2", scene.files.id(), RunRecords.T0.plusSeconds(60));

        for (String parent : List.of("snap-r2", "snap-r1")) {
            scene.parent = Optional.of(parent);
            scene.embedded.reading = () -> new StoredSnapshot("after-" + parent, 1, 0, ChangedFiles.NONE);
            assertThat(scene.run(1).state()).isEqualTo(RunState.SUCCEEDED);
        }

        assertThat(scene.readBack).containsExactly("after-snap-r1");
    }

    @Test
    void aSnapshotOfABrokenFreezeIsPoisonedAndTheAttemptIsRepeated() throws Exception {
        scene.freezer.brokenBy = Optional.of(new BrokenFreeze("a user unpaused it", EndCause.FREEZE));
        RunRecord run = scene.run(1);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.cause()).isEqualTo(EndCause.FREEZE);
        assertThat(run.message()).contains("a user unpaused it", "the snapshot is discarded");
        assertThat(scene.steps).doesNotContain("verify");
        assertThat(scene.journal.verdicts().of(scene.files.id())).isEmpty();
    }

    @Test
    void anErrorInsideSlackwaterEndsTheRunAndPoisonsItsSnapshot() throws Exception {
        scene.embedded.reading = () -> {
            scene.late = true;
            throw new IllegalStateException("a bug");
        };
        RunRecord run = scene.run(3);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.cause()).isEqualTo(EndCause.INTERNAL);
        assertThat(scene.steps).containsSubsequence("freeze", "thaw", "ended FAILED", "forget");
    }

    @Test
    void aRunWhosePoisonCannotBeJournaledIsLeftOpenForTheNextStart() {
        scene.embedded.reading = () -> {
            scene.journal.close();
            throw new RepositoryException(Failure.NETWORK, "the network is away");
        };
        assertThatThrownBy(() -> scene.run(2)).isInstanceOf(JournalException.class);
        assertThat(scene.steps).containsSubsequence("thaw", "left open").doesNotContain("warned: the network is away");
        scene.openJournalAgain();
        assertThat(scene.journal.runs().open())
                .singleElement()
                .satisfies(run -> assertThat(run.repository())
                        .as("so that the next start poisons what it stored")
                        .isPresent());
    }
}
