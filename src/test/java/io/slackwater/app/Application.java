package io.slackwater.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.slackwater.backrest.reconcile.ReconcileLoop;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kinds;
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
import io.slackwater.restore.Restores;
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
    final BackupRepositories stores;
    final Backups backups;
    final Restores restores;
    final Scheduling scheduling;
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
        stores = new BackupRepositories(config, installation);
        backups = new Backups(config, vertx, installation, host, stores, engine, Duration.ofMillis(200));
        restores = new RestoreWiring(installation, host, stores, backups, restored).restores;
        watch = watch(meters);
        InventoryLook look = new InventoryLook(host, livePolicy(), board(), kinds(), stores, clock());
        scheduling = new Scheduling(installation, host, repositories(), runs(), maintenance(), provisioning(), look);
        beat = new Beat(installation, scheduling, look, backups, restores, watch);
    }

    private Watch watch(MeterRegistry meters) {
        Alarming alarming = new Alarming(journal(), livePolicy(), runs(), clock());
        LiveHealth health = new LiveHealth(journal(), livePolicy(), board(), acknowledgements(), clock());
        RepositoryFindings repositories =
                new RepositoryFindings(journal(), livePolicy(), repositories(), installation.trust);
        return new Watch(
                journal(),
                alarming,
                List.of(
                        FindingSources.policy(livePolicy()),
                        FindingSources.freezes(freezer()),
                        FindingSources.backrest(provisioning())),
                health,
                new DatasetFindings(journal(), livePolicy(), board(), runs(), acknowledgements(), kinds()),
                repositories,
                new HealthFigures(journal(), board(), health, repositories, alarming, meters, runs()));
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
        return stores.repositories;
    }

    Repository repository(String name) {
        return stores.repositories.get(name);
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

    /** Ends what an earlier process left open. Returns the datasets that want another run at once. */
    Set<String> settleRuns() {
        return installation.interruptedRuns.settle(freezer()::stood);
    }

    Maintenance maintenance() {
        return backups.maintenance;
    }

    Optional<ReconcileLoop> provisioning() {
        return backups.reconcileLoop;
    }

    Restores restores() {
        return restores;
    }

    int internalPort() {
        return backups.streams.port();
    }

    void close() throws InterruptedException {
        new Shutdown(installation, host, backups, beat).close();
    }
}
