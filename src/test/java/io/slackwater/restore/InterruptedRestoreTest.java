package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.app.ServiceKinds;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RestoredObject.Type;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.config.NoConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedRestoreTest {

    private static final RestoreRecord RESTORE =
            RestoreRecord.begun("r1", "shop.db.app", "0123456789abcdef", "somewhere", Instant.EPOCH, Optional.empty());

    @TempDir
    Path directory;

    private LocalHelpers volumes;
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC());
        volumes = new LocalHelpers(directory);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    /** Loss prevented: a user's files in a directory that the restore has not changed would be removed. */
    @Test
    void aRestoreThatDidNotBeginToCreateHasNothingToUndo() throws Exception {
        RestoredObject object = new RestoredObject(Type.DIRECTORY, "", "/srv/restores/a");
        assertThat(undo(RestoreStep.PREPARING, object).message()).endsWith("; nothing was created; restore again");
    }

    @Test
    void aVolumeIsRemovedOnlyIfTheRestoreCreatedIt() throws Exception {
        RestoredObject object = new RestoredObject(Type.VOLUME, "", "shop-new");
        assertThat(undo(object).message()).endsWith("; nothing was created; restore again");

        volumes.volumes.put("shop-new", Map.of("slackwater.restore", "r2"));
        assertThat(undo(object).message()).endsWith("; nothing was created; restore again");
        assertThat(volumes.volumes).containsKey("shop-new");

        volumes.volumes.put("shop-new", Map.of("slackwater.restore", "r1"));
        assertThat(undo(object).message()).contains("volume shop-new was not complete and was removed");
        assertThat(volumes.volumes).doesNotContainKey("shop-new");
    }

    /** Loss prevented: a volume that a user uses already would be removed. */
    @Test
    void aVolumeOrDirectoryWithoutARecordOfItsEndIsComplete() throws Exception {
        RestoredObject volume = new RestoredObject(Type.VOLUME, "", "shop-new");
        assertThat(undo(RestoreStep.FINISHING, volume).message()).endsWith("; nothing was created; restore again");

        volumes.volumes.put("shop-new", Map.of("slackwater.restore", "r2"));
        assertThat(undo(RestoreStep.FINISHING, volume).message()).endsWith("; nothing was created; restore again");

        volumes.volumes.put("shop-new", Map.of("slackwater.restore", "r1"));
        assertThat(end(RestoreStep.FINISHING, volume))
                .isEqualTo(new InterruptedRestore.End(
                        State.SUCCEEDED, "Slackwater stopped during the restore; volume shop-new is complete"));
        assertThat(volumes.volumes).containsKey("shop-new");

        assertThat(end(RestoreStep.FINISHING, new RestoredObject(Type.DIRECTORY, "", "/srv/restores/a")))
                .isEqualTo(new InterruptedRestore.End(
                        State.SUCCEEDED,
                        "Slackwater stopped during the restore; directory /srv/restores/a is complete"));
    }

    @Test
    void restoredFilesInADirectoryAndRolesInAServerAreKept() throws Exception {
        assertThat(undo(new RestoredObject(Type.DIRECTORY, "", "/srv/restores/a"))
                        .message())
                .contains("directory /srv/restores/a holds incomplete data");
        assertThat(undo(new RestoredObject(Type.ROLES, "shop-db", "")).message())
                .contains("some roles may exist already");
    }

    @Test
    void theRemovalOfADatabaseIsRetriedUntilItsServerAnswers() {
        assertThatThrownBy(() -> undo(new RestoredObject(Type.DATABASE, "shop-db", "app_restored", "7/1")))
                .isInstanceOf(RestoreException.class)
                .hasMessage(
                        "workload shop-db does not exist now. Start it; until then do not use database app_restored of"
                                + " workload shop-db, which may be incomplete");
    }

    private InterruptedRestore.End undo(RestoredObject object) throws Exception {
        return undo(RestoreStep.FILLING, object);
    }

    private InterruptedRestore.End undo(RestoreStep step, RestoredObject object) throws Exception {
        InterruptedRestore.End end = end(step, object);
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.message()).startsWith("Slackwater stopped during the restore; ");
        return end;
    }

    private InterruptedRestore.End end(RestoreStep step, RestoredObject object) throws Exception {
        return new InterruptedRestore(
                        volumes,
                        new TargetWorkload(new Inventory(Instant.EPOCH, List.of(), List.of()), journal.runs()),
                        new ServiceKinds(new StandInDocker(), Clock.systemUTC(), id -> false, new NoConfig()).all())
                .undo(RESTORE.in(step), object);
    }
}
