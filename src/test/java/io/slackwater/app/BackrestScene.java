package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.BackrestAlarms;
import io.slackwater.backrest.client.Operation;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Like {@link EngineScene}, with a Backrest that has plans for both datasets. */
final class BackrestScene extends EngineScene {

    final BackrestWorld backrest;

    BackrestScene(String project, Path directory, BackrestWorld backrest) throws Exception {
        super(project, directory, Optional.of(backrest.proxy.url()));
        this.backrest = backrest;
        harness.provisioned();
        harness.look();
        assertThat(harness.settled())
                .allSatisfy(EngineScene::assertSucceeded)
                .extracting(RunRecord::dataset)
                .contains(app, files());
    }

    @Override
    public void close() throws Exception {
        harness.close();
        backrest.close();
        super.remove();
    }

    @Override
    void assertAllIsWell() {
        backrest.proxy.breaks(false);
        backrest.proxy.delays(0);
        super.assertAllIsWell();
    }

    /** Whether Backrest made the backup, instead of Slackwater's own restic. */
    boolean madeByBackrest(RunRecord run) throws Exception {
        return snapshot(run).tag("slackwater.run").isEmpty();
    }

    /**
     * The snapshots that Slackwater verified, and those that are successful in Backrest. The real Backrest drops
     * operations of forgotten snapshots (its task "collect garbage"). That can happen a second after a start or a
     * change of the configuration.
     */
    Set<String> stored(String dataset) throws Exception {
        return Stream.concat(
                        harness.app.journal().verdicts().of(dataset).stream().map(Verified::snapshot),
                        backrest.backups(dataset).stream()
                                .filter(operation -> operation.status() == OperationStatus.SUCCESS)
                                .map(Operation::id))
                .collect(Collectors.toUnmodifiableSet());
    }

    RunRecord assertAdopted(String dataset) throws Exception {
        harness.settled();
        RunRecord run = newest(dataset);
        assertSucceeded(run);
        assertThat(run.trigger()).isEqualTo(Trigger.BACKREST);
        assertThat(harness.app.journal().verdicts().of(dataset).getFirst().run())
                .isEqualTo(run.id());
        assertOnlyVerifiedIsThere(dataset);
        return run;
    }

    /** Call it after the end of a batch, which compares journal and repository. */
    void assertNothingLost() {
        assertThat(harness.app.lostSnapshots().reason("critical")).isEmpty();
    }

    List<Alarm> raised() {
        return BackrestAlarms.of(provisioning().last(), provisioning().prerequisites())
                .alarms();
    }

    ReconcileLoop provisioning() {
        return harness.app.provisioning().orElseThrow();
    }

    CompletableFuture<Optional<String>> pressed(String plan) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return backrest.press(plan);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Calls the internal port as Backrest does. Returns the status, then the text. */
    String call(String method, String path) {
        return sh("curl -s -m 60 -X " + method + " -H @" + directory.resolve("secrets/backrest.header")
                + " -w '\\n%{http_code}' http://127.0.0.1:" + harness.app.internalPort() + "/internal/" + path
                + " | tac");
    }
}
