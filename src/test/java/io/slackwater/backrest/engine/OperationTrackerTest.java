package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.engine.OperationTracker.Step;
import io.slackwater.journal.BackrestState.MissedCause;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Backrest's words and its silence mean for one backup. Times are seconds of a clock that only the tests move. */
class OperationTrackerTest {

    private static final OperationTracker.Bounds BOUNDS = new OperationTracker.Bounds(
            Duration.ofSeconds(600), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(450), 3);

    private final OperationTracker tracker = new OperationTracker("shop.db.app", BOUNDS, 10, 0);
    private long now;
    private int words = 1000;

    private void at(long seconds) {
        now = Duration.ofSeconds(seconds).toNanos();
    }

    private Step look(long seconds, Operation... operations) {
        at(seconds);
        tracker.look(List.of(operations), now);
        return tracker.step(now);
    }

    private Step step(long seconds) {
        at(seconds);
        return tracker.step(now);
    }

    private void missing(long... seconds) {
        Arrays.stream(seconds).forEach(at -> assertThat(look(at)).isInstanceOf(Step.Wait.class));
    }

    private void submitted(long seconds) {
        at(seconds);
        tracker.submitted();
    }

    private void claimed(long seconds) {
        at(seconds);
        tracker.claimed(now);
    }

    private static Operation backup(int id, String status, String... fields) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("id", Integer.toString(id))
                .put("modno", Integer.toString(100 + id))
                .put("planId", "shop.db.app")
                .put("status", "STATUS_" + status);
        json.putObject("operationBackup");
        for (int i = 0; i < fields.length; i += 2) {
            json.put(fields[i], fields[i + 1]);
        }
        return Operation.of(json);
    }

    private Operation running(int id, long bytes) {
        ObjectNode json = (ObjectNode) backup(id, "INPROGRESS").raw();
        ((ObjectNode) json.path("operationBackup"))
                .putObject("lastStatus")
                .putObject("status")
                .put("bytesDone", Long.toString(bytes));
        // Backrest notes every word of restic, which repeats itself twice a second also when it hangs.
        json.put("modno", Integer.toString(++words));
        return Operation.of(json);
    }

    private Operation running(int id, long bytes, long files) {
        ObjectNode json = (ObjectNode) running(id, bytes).raw();
        ((ObjectNode) json.path("operationBackup").path("lastStatus").path("status"))
                .put("filesDone", Long.toString(files));
        return Operation.of(json);
    }

    @Test
    void aQueuedBackupIsAwaited() {
        submitted(0);
        assertThat(look(1, backup(9, "SUCCESS"), backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(look(300, backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(tracker.operation()).map(Operation::id).contains("11");
    }

    @Test
    void aBackupThatNeverAppearsIsSubmittedAgainAndFinallyWithdrawn() {
        submitted(0);
        missing(1, 4);
        assertThat(look(6)).isInstanceOf(Step.Submit.class);
        submitted(6);
        missing(7, 10);
        assertThat(look(12)).isInstanceOf(Step.Submit.class);
        submitted(12);
        missing(13, 15);
        assertThat(look(18))
                .isEqualTo(new Step.Withdraw(
                        "the backup vanished from Backrest's queue 3 times", Optional.of(MissedCause.UNKNOWN)));
    }

    @Test
    void aBackrestThatRefusesTwiceIsNotAskedAgain() {
        BackrestException full =
                new BackrestException(BackrestException.Reason.FAILED, 500, "unknown", "", "database or disk is full");
        submitted(0);
        tracker.returned(Optional.of(full));
        assertThat(look(1)).as("it may have been under way before").isInstanceOf(Step.Wait.class);
        assertThat(look(2)).isInstanceOf(Step.Submit.class);
        submitted(2);
        tracker.returned(Optional.of(full));
        assertThat(look(3)).isInstanceOf(Step.Wait.class);
        assertThat(look(4))
                .isEqualTo(new Step.Withdraw(
                        "the backup vanished from Backrest's queue 2 times; it answered: database or disk is full",
                        Optional.of(MissedCause.DISK)));
    }

    @Test
    void aBackupThatVanishesFromTheQueueIsSubmittedAgain() {
        submitted(0);
        look(1, backup(11, "PENDING"));
        missing(194, 197);
        assertThat(look(200)).isInstanceOf(Step.Submit.class);
        submitted(200);
        assertThat(look(201, backup(14, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(tracker.operation()).map(Operation::id).contains("14");
    }

    @Test
    void aBackupHasNotVanishedWhileOperationsAreNotListed() {
        submitted(0);
        assertThat(step(20)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aBackupThatDoesNotStartInTimeIsWithdrawn() {
        submitted(0);
        assertThat(look(599, backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(look(600, backup(11, "PENDING")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Withdraw.class))
                .extracting(Step.Withdraw::reason)
                .asString()
                .contains("600 s", "limits.queueLimit");
    }

    @Test
    void aStartedBackupIsNeverWithdrawn() {
        submitted(0);
        look(599, running(11, 0));
        claimed(599);
        assertThat(look(601, running(11, 5))).isInstanceOf(Step.Wait.class);
        assertThat(look(1000, running(11, 6))).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aConfiguredPlanThatBackrestDoesNotKnowIsTriedOnceMoreAndReported() {
        BackrestException unknown =
                new BackrestException(BackrestException.Reason.NOT_FOUND, 404, "not_found", "", "plan not found");
        submitted(0);
        tracker.returned(Optional.of(unknown));
        assertThat(step(1)).isInstanceOf(Step.Wait.class);
        assertThat(step(2)).isInstanceOf(Step.Wait.class);
        assertThat(step(3)).isInstanceOf(Step.Submit.class);
        submitted(3);
        assertThat(step(4)).isInstanceOf(Step.Wait.class);
        tracker.returned(Optional.of(unknown));
        assertThat(step(5))
                .isEqualTo(new Step.Withdraw(
                        "Backrest did not take over its own configuration: it does not know plan shop.db.app, which stands there",
                        Optional.of(MissedCause.NOT_APPLIED)));
    }

    @Test
    void anUnresponsiveBackrestIsGivenUpBeforeItReads() {
        submitted(0);
        look(1, backup(11, "PENDING"));
        tracker.blind("connection refused");
        assertThat(step(30)).isInstanceOf(Step.Wait.class);
        assertThat(step(31)).isEqualTo(new Step.Withdraw("Backrest does not answer: connection refused"));
    }

    @Test
    void anUnresponsiveBackrestIsNotGivenUpSoonWhileItReads() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        tracker.blind("connection refused");
        assertThat(step(31)).isInstanceOf(Step.Wait.class);
        assertThat(step(451))
                .isEqualTo(new Step.Failed(
                        "Backrest does not answer since it began the backup of plan shop.db.app: connection refused",
                        true,
                        Optional.empty(),
                        false));
    }

    @Test
    void aBackupWithoutProgressFails() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        assertThat(look(300, running(11, 7))).isInstanceOf(Step.Wait.class);
        assertThat(look(749, running(11, 7))).isInstanceOf(Step.Wait.class);
        assertThat(look(751, running(11, 7))).isInstanceOf(Step.Failed.class);
    }

    @Test
    void aBackupOfEmptyFilesMakesProgress() {
        submitted(0);
        look(1, running(11, 7, 1));
        claimed(1);
        assertThat(look(300, running(11, 7, 2))).isInstanceOf(Step.Wait.class);
        assertThat(look(749, running(11, 7, 2))).isInstanceOf(Step.Wait.class);
        assertThat(look(750, running(11, 7, 2))).isInstanceOf(Step.Failed.class);
    }

    @Test
    void aDumpThatIsReadMakesProgressBeforeItsFirstChunk() {
        submitted(0);
        look(1, running(11, 7));
        claimed(1);
        at(400);
        tracker.given(100_000, now);
        assertThat(look(800, running(11, 7))).isInstanceOf(Step.Wait.class);
        tracker.given(100_000, now);
        assertThat(look(850, running(11, 7))).isInstanceOf(Step.Failed.class);
    }

    @Test
    void aStoredBackupMatchesItsCallback() {
        submitted(0);
        look(1, running(12, 0), backup(11, "ERROR"));
        claimed(1);
        Operation stored = backup(12, "SUCCESS", "snapshotId", "abc");
        assertThat(look(2, backup(11, "ERROR"), stored, backup(13, "PENDING"))).isEqualTo(new Step.Stored(stored));
    }

    @Test
    void aCallbackSeenAfterTheEndOfItsBackupCounts() {
        submitted(0);
        claimed(1);
        Operation stored = backup(12, "SUCCESS", "snapshotId", "abc");
        assertThat(look(2, stored)).isEqualTo(new Step.Stored(stored));
    }

    @Test
    void aBackupStoredWithoutACallbackIsAFailure() {
        submitted(0);
        Step step = look(2, backup(11, "SUCCESS", "snapshotId", "abc"));
        assertThat(step)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> {
                    assertThat(failed.reason()).contains("without asking");
                    assertThat(failed.snapshot()).contains("abc");
                });
    }

    @Test
    void aBackupWithUnreadableFilesIsAFailure() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "WARNING", "snapshotId", "abc")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.snapshot()).contains("abc"));
    }

    @Test
    void aFailureQuotesBackrest() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "ERROR", "displayMessage", "exit code 1: boom")))
                .isEqualTo(new Step.Failed(
                        "Backrest's backup of plan shop.db.app failed: exit code 1: boom",
                        true,
                        Optional.empty(),
                        true));
    }

    @Test
    void aBackupThatFailedBeforeItsCallbackIsMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR", "displayMessage", "exit code 1: boom")))
                .isEqualTo(new Step.Withdraw(
                        "Backrest's backup of plan shop.db.app failed before it asked Slackwater for"
                                + " the data: exit code 1: boom",
                        Optional.of(MissedCause.UNKNOWN)));
    }

    @Test
    void aBackupThatBackrestCancelledBeforeItsCallbackIsMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "SYSTEM_CANCELLED")))
                .isEqualTo(
                        new Step.Withdraw("Backrest's backup of plan shop.db.app was ended by Backrest itself before it"
                                + " asked Slackwater for the data"));
    }

    @Test
    void aBackupThatBackrestCancelledWhileItReadIsRetried() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "SYSTEM_CANCELLED")))
                .isInstanceOfSatisfying(
                        Step.Failed.class,
                        failed -> assertThat(failed.canPass()).isTrue());
    }

    @Test
    void anUnreadableTokenIsReportedAsTheCause() {
        submitted(0);
        String words = "Fatal: command failed: exit status 26";
        assertThat(look(2, backup(11, "ERROR", "displayMessage", words)))
                .isInstanceOfSatisfying(Step.Withdraw.class, withdraw -> {
                    assertThat(withdraw.reason()).contains(words);
                    assertThat(withdraw.missed()).contains(MissedCause.TOKEN);
                });
    }

    @Test
    void aBackupThatAUserCancelledBeforeItBeganIsNotMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "USER_CANCELLED")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.canPass()).isFalse());
    }

    @Test
    void aSnapshotStoredWithoutACallbackIsDiscarded() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR", "snapshotId", "abc")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.snapshot()).contains("abc"));
    }

    @Test
    void backupNowDuringACheckIsRefusedWithTheRetry() {
        assertThat(BackrestEngine.occupied("critical", 3))
                .contains("repository critical", "by itself, about 10 s later");
        assertThat(BackrestEngine.occupied("critical", 1)).endsWith("try again soon");
    }

    @Test
    void aBackupThatAUserCancelledIsNotRetried() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "USER_CANCELLED")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.canPass()).isFalse());
    }

    @Test
    void anEarlierFailureDoesNotHideAQueuedBackup() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR"), backup(12, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(look(3, backup(11, "ERROR"), backup(12, "ERROR"))).isInstanceOf(Step.Withdraw.class);
    }

    @Test
    void aReadBackupThatDisappearsFails() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        missing(2, 4);
        assertThat(look(7))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> {
                    assertThat(failed.canPass()).isTrue();
                    assertThat(failed.over()).isFalse();
                });
    }

    @Test
    void aSlowBackrestLosesNoBackupThatItReads() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        for (int slow = 8; slow < 60; slow += 7) {
            assertThat(step(slow - 1)).as("a look is under way").isInstanceOf(Step.Wait.class);
            assertThat(look(slow, running(11, slow))).isInstanceOf(Step.Wait.class);
        }
    }

    @Test
    void aSlowBackrestIsNotAskedTwice() {
        submitted(0);
        assertThat(look(6)).as("it was under way before").isInstanceOf(Step.Wait.class);
        assertThat(step(12)).as("a look is under way").isInstanceOf(Step.Wait.class);
        assertThat(look(13)).as("a slow one had not queued it").isInstanceOf(Step.Wait.class);
        assertThat(look(20, backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(step(26)).isInstanceOf(Step.Wait.class);
        assertThat(look(27, backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
    }

    @Test
    void hookForgetAndIndexOperationsAreNoBackups() {
        submitted(0);
        ObjectNode forget = new ObjectMapper().createObjectNode();
        forget.put("id", "12").put("status", "STATUS_SUCCESS").putObject("operationForget");
        look(1, Operation.of(forget));
        look(3, Operation.of(forget));
        assertThat(look(6, Operation.of(forget))).isInstanceOf(Step.Submit.class);
        assertThat(Arrays.stream(OperationKind.values()))
                .contains(Operation.of(forget).kind());
    }
}
