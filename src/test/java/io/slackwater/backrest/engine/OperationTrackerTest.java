package io.slackwater.backrest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.engine.OperationTracker.Step;
import io.slackwater.repository.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The next step of one backup after each answer of Backrest. Times are seconds of a clock that only the tests move. */
class OperationTrackerTest {

    private static final OperationTracker.Bounds BOUNDS =
            new OperationTracker.Bounds(Duration.ofSeconds(600), Duration.ofSeconds(450));

    private final OperationTracker tracker = new OperationTracker("shop.db.app", BOUNDS, 10, 0);
    private long now;
    private int words = 1000;

    private void at(long seconds) {
        now = Duration.ofSeconds(seconds).toNanos();
    }

    private Step look(long seconds, Operation... operations) {
        at(seconds);
        tracker.polled(List.of(operations), now);
        return tracker.step(now);
    }

    private Step step(long seconds) {
        at(seconds);
        return tracker.step(now);
    }

    /** Nine polls without the operation: the tenth counts. */
    private void missing(long seconds) {
        for (int polls = 0; polls < 9; polls++) {
            assertThat(look(seconds)).isInstanceOf(Step.Wait.class);
        }
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
    void aBackupThatNeverAppearsIsSubmittedAgainUntilTheQueueLimit() {
        for (int seconds = 0; seconds < 600; seconds += 100) {
            submitted(seconds);
            missing(seconds + 4);
            assertThat(look(seconds + 5)).isInstanceOf(Step.Submit.class);
        }
        assertThat(look(600)).isInstanceOf(Step.Withdraw.class);
    }

    @Test
    void aBackrestThatRefusesTwiceIsNotAskedAgain() {
        BackrestException full = new BackrestException(BackrestException.Reason.FAILED, "database or disk is full");
        submitted(0);
        tracker.refused(full);
        assertThat(look(1)).as("the look may have begun before the refusal").isInstanceOf(Step.Wait.class);
        assertThat(look(2)).isInstanceOf(Step.Submit.class);
        submitted(2);
        tracker.refused(full);
        assertThat(look(3)).isInstanceOf(Step.Wait.class);
        assertThat(look(4))
                .isEqualTo(new Step.Missed("Backrest queued no backup of plan shop.db.app: database or disk is full"));
    }

    @Test
    void aBackupThatVanishesFromTheQueueIsSubmittedAgain() {
        submitted(0);
        look(1, backup(11, "PENDING"));
        missing(197);
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
    void aPlanThatBackrestDoesNotKnowYetIsSubmittedOnceMore() {
        submitted(0);
        tracker.refused(new BackrestException(BackrestException.Reason.NOT_FOUND, "plan not found"));
        assertThat(look(1)).isInstanceOf(Step.Wait.class);
        assertThat(look(2)).isInstanceOf(Step.Submit.class);
        submitted(2);
        assertThat(look(3, backup(11, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(tracker.operation()).map(Operation::id).contains("11");
    }

    @Test
    void aBackupThatAnUnresponsiveBackrestDoesNotBeginIsWithdrawn() {
        submitted(0);
        look(1, backup(11, "PENDING"));
        assertThat(step(30)).isInstanceOf(Step.Wait.class);
        assertThat(step(31)).isEqualTo(new Step.Withdraw("Backrest has not answered for 30 s"));
    }

    @Test
    void aBackupThatAnUnresponsiveBackrestReadsFailsWithoutProgress() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        assertThat(step(450)).isInstanceOf(Step.Wait.class);
        assertThat(step(451))
                .isEqualTo(new Step.Failed(
                        Failure.ELSEWHERE,
                        "Backrest's backup of plan shop.db.app made no progress for 450 s",
                        Optional.empty()));
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
        look(1, backup(11, "ERROR"), running(12, 0));
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
        assertThat(look(2, backup(11, "SUCCESS", "snapshotId", "abc")))
                .isEqualTo(new Step.Failed(
                        Failure.ELSEWHERE,
                        "Backrest's backup of plan shop.db.app ended with status SUCCESS and snapshot abc, and did not ask"
                                + " Slackwater for the data",
                        Optional.of("abc")));
    }

    @Test
    void aBackupThatStoredNoSnapshotIsAFailure() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "SUCCESS"))).isInstanceOf(Step.Failed.class);
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
                        Failure.ELSEWHERE,
                        "Backrest's backup of plan shop.db.app ended with status ERROR and no snapshot: exit code 1: boom",
                        Optional.empty()));
    }

    @Test
    void aBackupThatFailedBeforeItsCallbackIsMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR", "displayMessage", "exit code 1: boom")))
                .isEqualTo(new Step.Missed(
                        "Backrest's backup of plan shop.db.app ended with status ERROR and no snapshot, and did not ask"
                                + " Slackwater for the data: exit code 1: boom"));
    }

    @Test
    void aBackupThatBackrestCancelledBeforeItsCallbackIsMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "SYSTEM_CANCELLED")))
                .isEqualTo(new Step.Missed(
                        "Backrest's backup of plan shop.db.app ended with status SYSTEM_CANCELLED and no snapshot, and did"
                                + " not ask Slackwater for the data"));
    }

    @Test
    void aBackupThatBackrestCancelledWhileItReadIsRetried() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "SYSTEM_CANCELLED")))
                .isInstanceOfSatisfying(
                        Step.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.ELSEWHERE));
    }

    @Test
    void aBackupThatAUserCancelledBeforeItBeganIsNotMadeWithoutBackrest() {
        submitted(0);
        assertThat(look(2, backup(11, "USER_CANCELLED")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.CANCELLED));
    }

    @Test
    void aSnapshotStoredWithoutACallbackIsDiscarded() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR", "snapshotId", "abc")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.snapshot()).contains("abc"));
    }

    @Test
    void aBackupThatAUserCancelledIsNotRetried() {
        submitted(0);
        claimed(1);
        assertThat(look(2, backup(11, "USER_CANCELLED")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Step.Failed.class))
                .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.CANCELLED));
    }

    @Test
    void anEarlierFailureDoesNotHideAQueuedBackup() {
        submitted(0);
        assertThat(look(2, backup(11, "ERROR"), backup(12, "PENDING"))).isInstanceOf(Step.Wait.class);
        assertThat(look(3, backup(11, "ERROR"), backup(12, "ERROR"))).isInstanceOf(Step.Missed.class);
    }

    @Test
    void aReadBackupThatDisappearsFailsWithoutProgress() {
        submitted(0);
        look(1, running(11, 0));
        claimed(1);
        missing(4);
        assertThat(look(7)).isInstanceOf(Step.Wait.class);
        assertThat(look(451)).isInstanceOf(Step.Failed.class);
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
        for (int polls = 0; polls < 9; polls++) {
            look(1, Operation.of(forget));
        }
        assertThat(look(6, Operation.of(forget))).isInstanceOf(Step.Submit.class);
        assertThat(Arrays.stream(OperationKind.values()))
                .contains(Operation.of(forget).kind());
    }

    @Test
    void aDryRunIsNotTheBackupOfARun() {
        ObjectNode dryRun = (ObjectNode) backup(12, "INPROGRESS").raw();
        ((ObjectNode) dryRun.path("operationBackup")).put("dryRun", true);
        submitted(0);
        assertThat(look(1, backup(11, "PENDING"), Operation.of(dryRun))).isInstanceOf(Step.Wait.class);
        assertThat(tracker.operation()).map(Operation::id).contains("11");
        dryRun.put("status", "STATUS_SUCCESS");
        assertThat(look(2, backup(11, "PENDING"), Operation.of(dryRun))).isInstanceOf(Step.Wait.class);
    }
}
