package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.alert.Findings;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.LivePolicy;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.restore.DumpContents;
import io.slackwater.restore.Restores;
import io.slackwater.restore.SnapshotFiles;
import io.slackwater.run.Maintenance;
import io.slackwater.run.Runs;
import io.slackwater.trust.Acknowledgements;
import io.slackwater.trust.LostSnapshots;
import io.slackwater.trust.RepositoryAlarms;
import io.slackwater.trust.RepositoryLooks;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The application as CDI wires it, without CDI. */
final class Application {

    final Installation installation;
    final DockerHost host;
    final Backups backups;
    final HostFacts facts;
    final AlarmChannels channels;
    final LiveHealth health;
    final BackupAlarms backupAlarms;
    final HealthEndpoints endpoints;
    final Watch watch;
    final Beat beat;

    Application(
            SlackwaterConfig config,
            Vertx vertx,
            MeterRegistry meters,
            UnaryOperator<Engine> engine,
            Consumer<RestoreRecord> restored)
            throws IOException {
        installation = new Installation(config);
        host = new DockerHost(config, installation);
        backups = new Backups(config, vertx, installation, host, engine, Duration.ofMillis(200), restored);
        facts = new HostFacts(config, installation, host);
        channels = new AlarmChannels(installation, config, vertx);
        health = new LiveHealth(journal(), livePolicy(), board(), clock());
        backupAlarms = new BackupAlarms(installation, backups, channels.alarms, channels.rpo, health, facts);
        endpoints = new HealthEndpoints(installation, health, backups.repositoryFindings, channels, facts, meters);
        watch = new Watch(
                installation, host, backups, backupAlarms, endpoints, channels, () -> Findings.all(List.of()));
        beat = new Beat(installation, host, backups, watch);
    }

    /** The start of the sidecar. Nothing has begun yet. */
    Startup startup() {
        return new Startup(installation, host, backups, backups.scheduler, beat);
    }

    ReadyCheck ready(Startup startup) {
        return new ReadyCheck(journal(), host.docker, endpoints, startup, beat);
    }

    EngineDocker docker() {
        return host.docker;
    }

    Clock clock() {
        return installation.clock;
    }

    Path scratch() {
        return installation.scratch;
    }

    LivePolicy livePolicy() {
        return installation.policy;
    }

    Policy policy() {
        return installation.policy.current();
    }

    Journal journal() {
        return installation.journal;
    }

    InventoryBoard board() {
        return installation.board;
    }

    Inventory inventory() {
        return installation.board.get();
    }

    LostSnapshots lostSnapshots() {
        return installation.trust.lost();
    }

    RepositoryAlarms repositoryAlarms() {
        return installation.trust.alarms();
    }

    LiveSurvey survey() {
        return host.survey;
    }

    LeaseFreezer freezer() {
        return host.freezer;
    }

    Repositories repositories() {
        return backups.repositories;
    }

    Repository repository(String name) {
        return backups.repositories.get(name);
    }

    Kinds<ServiceKind> kinds() {
        return backups.kinds;
    }

    Runs runs() {
        return backups.runs;
    }

    RepositoryLooks looks() {
        return backups.looks;
    }

    Acknowledgements acknowledgements() {
        return backups.acknowledgements;
    }

    /** Ends the open runs of an earlier process. Returns the datasets that need another run at once. */
    Set<String> settleRuns() {
        return installation.interruptedRuns.settle(freezer()::stood);
    }

    Maintenance maintenance() {
        return backups.maintenance;
    }

    Optional<ReconcileLoop> provisioning() {
        return backups.reconcileLoop;
    }

    DumpContents dumpContents() {
        return backups.dumpContents;
    }

    SnapshotFiles snapshotFiles() {
        return backups.snapshotFiles;
    }

    Restores restores() {
        return backups.restores;
    }

    int internalPort() {
        return backups.streams.port();
    }

    void close() throws InterruptedException {
        channels.close();
        new Shutdown(installation, host, backups, beat).close();
    }
}
