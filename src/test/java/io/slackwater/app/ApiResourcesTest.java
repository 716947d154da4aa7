package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.api.AuditResource;
import io.slackwater.api.BackrestResource;
import io.slackwater.api.ChannelsResource;
import io.slackwater.api.InPlaceRestoresResource;
import io.slackwater.api.MaintenanceResource;
import io.slackwater.api.PlansResource;
import io.slackwater.api.Problem;
import io.slackwater.api.ProtectionResource;
import io.slackwater.api.RepositoriesResource;
import io.slackwater.api.RequestAudit;
import io.slackwater.api.RestoreView;
import io.slackwater.api.RestoresResource;
import io.slackwater.api.RunView;
import io.slackwater.api.RunsResource;
import io.slackwater.api.ScheduleResource;
import io.slackwater.api.SeenInventory;
import io.slackwater.api.SnapshotFilesResource;
import io.slackwater.api.SnapshotsResource;
import io.slackwater.api.SnapshotsResource.SnapshotView;
import io.slackwater.api.VerdictsResource;
import io.slackwater.audit.AuditCheck;
import io.slackwater.audit.RefusedAttempts;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RestoredObject;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.DownloadSpool;
import io.slackwater.run.Environments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resources over the wired application, without HTTP and without Docker. */
class ApiResourcesTest {

    private static final Dataset CACHE = Environments.CACHE;
    private static final SecurityIdentity ANN = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("ann"))
            .addRole("operator")
            .build();

    @TempDir
    private Path directory;

    private AppHarness harness;
    private Application app;
    private SeenInventory inventory;
    private RequestAudit audit;
    private Instant now;

    @BeforeEach
    void start() throws IOException {
        for (String name : List.of("critical", "models", "system")) {
            Files.createDirectories(directory.resolve("repos").resolve(name));
        }
        harness = new AppHarness(directory, "shop", "", UnaryOperator.identity(), directory.resolve("docker.sock"));
        app = harness.app;
        inventory = new SeenInventory(app.board());
        audit = new RequestAudit(app.journal().audit(), ANN);
        now = app.clock().instant();
        app.board().put(new Inventory(now, Environments.inventory(CACHE).workloads(), List.of()));
        RunRecords.succeed(app.journal(), "r1", CACHE.id(), now.minusSeconds(300));
        RunRecords.end(app.journal(), "r2", CACHE.id(), now.minusSeconds(200), RunState.FAILED, "It failed.");
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private RunsResource runs() {
        return new RunsResource(
                app.runs(), app.journal().runs(), app.journal().verdicts(), inventory, audit, app.clock());
    }

    private ProtectionResource protection() {
        return new ProtectionResource(
                inventory, app.journal().runs(), app.journal().verdicts(), audit, app.runs(), app.acknowledgements());
    }

    private AuditResource auditLog() {
        return new AuditResource(
                app.journal().audit(),
                new AuditCheck(app.journal().audit(), app.clock(), chain -> {}),
                new RefusedAttempts(app.journal().audit(), app.clock()));
    }

    private VerdictsResource verdicts() {
        return new VerdictsResource(app.journal().verdicts(), app.journal().datasets(), inventory, app.health);
    }

    private RestoresResource restores() {
        return new RestoresResource(
                app.restores(),
                app.journal().runs(),
                inventory,
                app.livePolicy(),
                new DownloadSpool(app.scratch()),
                ANN);
    }

    private InPlaceRestoresResource inPlace() {
        return new InPlaceRestoresResource(app.backups.inPlaceRestores, inventory, app.livePolicy(), ANN);
    }

    private static void refused(int status, String detail, ThrowingCallable call) {
        Problem problem = catchThrowableOfType(Problem.class, call);
        assertThat(problem).hasMessageContaining(detail);
        assertThat(problem.status()).isEqualTo(status);
    }

    @Test
    void aTestOfAChannelIsAuditedAndItsFailureNamesTheReceiverWithoutItsSecret() throws Exception {
        ChannelsResource resource = new ChannelsResource(app.channels.channels, audit);
        assertThat(resource.channels()).isEmpty();
        refused(404, "there is no channel ops", () -> resource.test("ops"));
        Path policy = directory.resolve("policy.yml");
        Files.writeString(
                policy,
                Files.readString(policy)
                        + "\nalerts: { channels: { ops: { type: chat, url: 'http://127.0.0.1:1/s3cret' } } }\n");
        app.livePolicy().reload();

        refused(502, "http://127.0.0.1:1 could not be reached", () -> resource.test("ops"));

        assertThat(resource.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.type()).isEqualTo("chat");
            assertThat(channel.failing()).isNotNull();
            assertThat(channel.lastFailure()).doesNotContain("s3cret");
        });
        harness.watch.look(Optional.empty());
        assertThat(app.channels.channels.failing()).hasSize(1);
        assertThat(app.journal().audit().page(AuditFilter.ALL, 10))
                .extracting(entry -> entry.action() + " " + entry.subject() + " " + entry.detail())
                .contains("test-channel ops not accepted");
    }

    @Test
    void runsAreListedNewestFirst() {
        assertThat(runs().list(null, null, null, null)).extracting(RunView::id).containsExactly("r2", "r1");
        assertThat(runs().list(CACHE.id(), "failed", null, "5")).singleElement().satisfies(run -> {
            assertThat(run.message()).isEqualTo("It failed.");
            assertThat(run.cause()).isEqualTo("INTERNAL");
            assertThat(run.damaged()).isNull();
        });
        assertThat(runs().list(null, null, "r2", null)).extracting(RunView::id).containsExactly("r1");
        assertThat(runs().one("r1").state()).isEqualTo("SUCCEEDED");
    }

    @Test
    void invalidParametersOfRunsAreRefused() {
        refused(400, "1 to 1000", () -> runs().list(null, null, null, "0"));
        refused(400, "1 to 1000", () -> runs().list(null, null, null, "x"));
        refused(400, "there is no state odd", () -> runs().list(null, "odd", null, null));
        refused(404, "there is no dataset shop.cache.rd", () -> runs().list("shop.cache.rd", null, null, null));
        refused(404, "there is no run r9", () -> runs().one("r9"));
        refused(409, "has ended already", () -> runs().cancel("r1"));
    }

    @Test
    void aRequestedRunIsStarted() {
        RunsResource.Started started = started(new RunsResource.Request(CACHE.id(), null, null, null));

        assertThat(harness.ended(started.runs().getFirst()).trigger()).isEqualTo(Trigger.API);
    }

    @Test
    void aRequestForAPlanNamesTheWorkloadsThatAWrongLabelExcludes() {
        Uncovered wrong = new Uncovered(
                Uncovered.Severity.ALARM,
                new WorkloadId("shop", "db"),
                new Subject.Other("service db"),
                "slackwater.plan=critcal is no plan",
                "did you mean critical?",
                Uncovered.Gap.LABEL);
        app.board().put(new Inventory(now, app.inventory().workloads(), List.of(wrong)));

        assertThat(started(new RunsResource.Request(null, null, CACHE.plan(), null))
                        .leftOut())
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.workload()).isEqualTo("shop-db");
                    assertThat(one.reason()).contains("slackwater.plan=critcal", "Did you mean critical?");
                });
        assertThat(started(new RunsResource.Request(CACHE.id(), null, null, null))
                        .leftOut())
                .isEmpty();

        RunRecords.succeed(app.journal(), "r5", "shop.db.app", now);
        assertThat(started(new RunsResource.Request(null, null, CACHE.plan(), null))
                        .leftOut())
                .as("its last backup was of another plan")
                .isEmpty();
        assertThat(started(new RunsResource.Request(null, null, null, true)).leftOut())
                .hasSize(1);
    }

    private RunsResource.Started started(RunsResource.Request request) {
        return (RunsResource.Started) runs().start(request).getEntity();
    }

    @Test
    void aRequestForRunsNamesOneExistingThing() {
        refused(400, "exactly one", () -> runs().start(null));
        refused(400, "all must be true", () -> runs().start(new RunsResource.Request(null, null, null, false)));
        refused(404, "dataset shop.x", () -> runs().start(new RunsResource.Request("shop.x", null, null, null)));
        refused(404, "workload shop-x", () -> runs().start(new RunsResource.Request(null, "shop-x", null, null)));
        refused(
                404,
                "no dataset belongs to plan x",
                () -> runs().start(new RunsResource.Request(null, null, "x", null)));
        refused(
                404,
                "no dataset belongs to plan models",
                () -> runs().start(new RunsResource.Request(null, null, "models", null)));
    }

    @Test
    void protectedAndUnprotectedDataAreListed() {
        assertThat(protection().workloads())
                .singleElement()
                .satisfies(workload -> assertThat(workload.datasets()).containsExactly(CACHE.id()));
        assertThat(protection().datasets())
                .singleElement()
                .satisfies(dataset -> assertThat(dataset.lastSnapshot()).isEqualTo("snap-r1"));
        assertThat(protection().dataset(CACHE.id()).type()).isEqualTo("stream");
        assertThat(protection().coverage().alarms()).isZero();
        refused(404, "there is no dataset shop.x", () -> protection().dataset("shop.x"));
    }

    @Test
    void anAcknowledgementNeedsADatasetWithARun() {
        protection().acknowledge(CACHE.id());
        assertThat(protection().dataset(CACHE.id()).held()).isNull();
        refused(404, "no dataset shop.x was ever backed up", () -> protection().acknowledge("shop.x"));
    }

    @Test
    void anAcknowledgementOfAHealthyDatasetIsRefused() {
        RunRecords.succeed(app.journal(), "r3", CACHE.id(), now.minusSeconds(100));
        refused(409, "its last backup succeeded", () -> protection().acknowledge(CACHE.id()));

        app.journal().datasets().hold(CACHE.id(), Optional.of("It shrank."));
        protection().acknowledge(CACHE.id());
        assertThat(protection().dataset(CACHE.id()).held()).isNull();

        app.board().put(new Inventory(now, List.of(), List.of()));
        protection().acknowledge(CACHE.id());
        assertThat(app.journal().datasets().gone(CACHE.id())).as("it is gone").isTrue();
    }

    @Test
    void theFailedRunIsTheResultOfTheNewestBackup() {
        assertThat(verdicts().verdicts()).singleElement().satisfies(result -> {
            assertThat(result.verdict()).isEqualTo("FAILED");
            assertThat(result.snapshot()).isEqualTo("snap-r1");
        });
    }

    @Test
    void snapshotsOfADatasetAreListed() {
        assertThat(listed(CACHE.id())).singleElement().satisfies(snapshot -> {
            assertThat(snapshot.run()).isEqualTo("r1");
            assertThat(snapshot.workload()).isEqualTo("shop-db");
            assertThat(snapshot.plan()).isEqualTo("critical");
            assertThat(snapshot.kind()).isEqualTo("postgres");
        });
    }

    private List<SnapshotView> listed(String dataset) {
        return snapshots().snapshots(dataset, null, null, null, null, null, null, null, null);
    }

    @Test
    void invalidFiltersOfSnapshotsAreRefused() {
        refused(404, "there is no dataset shop.cache.rd", () -> listed("shop.cache.rd"));
        refused(
                400,
                "there is no workload shop-dc (did you mean 'shop-db'?); allowed: shop-cache, shop-db",
                () -> snapshots().snapshots(null, "shop-dc", null, null, null, null, null, null, null));
        refused(
                400,
                "there is no plan x; allowed: critical, models, system",
                () -> snapshots().snapshots(null, null, "x", null, null, null, null, null, null));
        refused(
                400,
                "there is no kind x; allowed: postgres, redis",
                () -> snapshots().snapshots(null, null, null, "x", null, null, null, null, null));
        refused(
                400,
                "pinned=yes is not allowed; allowed: true, false",
                () -> snapshots().snapshots(null, null, null, null, "yes", null, null, null, null));
        refused(
                400,
                "from=today is no time; write 2026-11-20T12:00",
                () -> snapshots().snapshots(null, null, null, null, null, "today", null, null, null));
        refused(
                400,
                "give a time after from=2026-01-02T00:00Z",
                () -> snapshots()
                        .snapshots(null, null, null, null, null, "2026-01-02T00:00Z", "2026-01-02T00:00Z", null, null));
        refused(
                404,
                "there is no verified snapshot snap-none",
                () -> snapshots().snapshots(null, null, null, null, null, null, null, "snap-none", null));
        assertThat(snapshots().snapshots(null, "shop-cache", "models", "redis", "true", null, null, null, "5"))
                .as("these exist, without a snapshot")
                .isEmpty();
    }

    private SnapshotsResource snapshots() {
        return new SnapshotsResource(app.journal(), inventory, app.livePolicy(), audit, app.clock());
    }

    @Test
    void aPinIsListedUntilItIsWithdrawn() {
        RunRecords.succeed(app.journal(), "run-0001", CACHE.id(), app.clock().instant());
        SnapshotsResource snapshots = snapshots();

        snapshots.pin("snap-run");
        assertThat(listed(CACHE.id()))
                .filteredOn(SnapshotView::pinned)
                .singleElement()
                .satisfies(snapshot -> assertThat(snapshot.id()).isEqualTo("snap-run-0001"));
        assertThat(app.journal().audit().page(AuditFilter.ALL, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.action()).isEqualTo("pin"));

        snapshots.unpin("snap-run-0001");
        assertThat(listed(CACHE.id())).noneMatch(SnapshotView::pinned);
    }

    @Test
    void aPinNeedsTheIdOfOneSnapshot() {
        RunRecords.succeed(app.journal(), "run-0001", CACHE.id(), app.clock().instant());
        RunRecords.succeed(app.journal(), "run-0002", CACHE.id(), app.clock().instant());

        refused(400, "the snapshot id snap-r1 is too short", () -> snapshots().pin("snap-r1"));
        refused(400, "is the beginning of 2 ids", () -> snapshots().pin("snap-run-000"));
        refused(
                404,
                "there is no verified snapshot snap-run-0003",
                () -> snapshots().unpin("snap-run-0003"));
    }

    private MaintenanceResource maintenance() {
        return new MaintenanceResource(
                app.journal().pins(),
                app.backups.deletion,
                app.maintenance(),
                app.backups.scheduler,
                app.livePolicy(),
                inventory,
                audit);
    }

    @Test
    void aDeletionNeedsIdsOfSnapshots() {
        refused(400, "the body needs 1 to 1000 ids", () -> maintenance().delete((MaintenanceResource.Deletion) null));
        refused(
                400,
                "the body needs 1 to 1000 ids",
                () -> maintenance().delete(new MaintenanceResource.Deletion(List.of(), null)));
        refused(
                404,
                "there is no verified snapshot snap-none",
                () -> maintenance().delete(new MaintenanceResource.Deletion(List.of("snap-none"), true)));
        refused(400, "the snapshot id snap is too short", () -> maintenance().delete("snap"));
        refused(404, "there is no maintenance x", () -> maintenance().job("x"));
        assertThat(maintenance().jobs()).isEmpty();
    }

    @Test
    void aSnapshotThatStaysIsNamedWithTheReason() throws Exception {
        RunRecords.succeed(app.journal(), "run-0001", CACHE.id(), app.clock().instant());

        refused(
                409,
                "snapshot snap-run of dataset shop.cache.rdb is not deleted: its repository is not in the policy",
                () -> maintenance().delete("snap-run-0001"));
        MaintenanceResource.Deleted answer = (MaintenanceResource.Deleted) maintenance()
                .delete(new MaintenanceResource.Deletion(List.of("snap-run-0001", "snap-run-0001"), false))
                .getEntity();
        assertThat(answer.deleted()).isEmpty();
        assertThat(answer.jobs()).isEmpty();
        assertThat(answer.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.reason()).isEqualTo("ABSENT"));
    }

    @Test
    void aPruneAndTheRetentionOfAPlanAreStartedByHandUnlessThePolicyHoldsAll() throws Exception {
        refused(
                404,
                "there is no repository sytem (did you mean 'system'?)",
                () -> maintenance().prune("sytem"));
        refused(404, "there is no plan x", () -> maintenance().forget("x"));

        MaintenanceResource.JobView job =
                (MaintenanceResource.JobView) maintenance().forget("system").getEntity();
        assertThat(job.operation()).isEqualTo("FORGET");
        assertThat(job.plan()).isEqualTo("system");
        assertThat(job.repository()).isEqualTo("system");
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(maintenance().job(job.id()).ended()).isNotNull());
        MaintenanceResource.JobView prune =
                (MaintenanceResource.JobView) maintenance().prune("system").getEntity();
        assertThat(prune.plan()).isNull();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(maintenance().job(prune.id()).ended()).isNotNull());
        assertThat(app.journal().audit().page(AuditFilter.ALL, 10))
                .extracting(entry -> entry.actor() + " " + entry.action() + " " + entry.subject())
                .contains("ann prune system", "ann forget system");

        Path policy = directory.resolve("policy.yml");
        Files.writeString(policy, Files.readString(policy) + "\nhold: true\n");
        app.livePolicy().reload();
        refused(409, "hold: true in the policy", () -> maintenance().prune("system"));
        refused(409, "hold: true in the policy", () -> maintenance().forget("system"));
        assertThat(maintenance().jobs()).hasSize(2);
    }

    @Test
    void theFilesOfASnapshotArePaged() throws Exception {
        RunRecords.succeed(app.journal(), "run-0001", CACHE.id(), now);
        SnapshotFilesResource look = look();

        SnapshotFilesResource.DirectoryView found = look.files("snap-run", null, "1");

        assertThat(found.path()).isEqualTo("/");
        assertThat(found.dataset()).isEqualTo(CACHE.id());
        assertThat(found.pages()).isEqualTo(1);
        assertThat(found.entries()).singleElement().satisfies(file -> {
            assertThat(file.type()).isEqualTo("file");
            assertThat(file.mode()).isEqualTo("0644");
        });
        refused(400, "the last page of this directory is 1", () -> look.files("snap-run", null, "2"));
        refused(400, "page=0 is not allowed", () -> look.files("snap-run", null, "0"));
        refused(404, "there is no verified snapshot snap-none", () -> look.files("snap-none", null, null));
    }

    @Test
    void aSearchNeedsANameAndADataset() {
        refused(400, "the parameter name is missing", () -> look().find(CACHE.id(), ""));
        refused(404, "there is no dataset shop.none", () -> look().find("shop.none", "*.jpg"));
        assertThatThrownBy(() -> look().find(CACHE.id(), "*.jpg"))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("is a dump");
    }

    @Test
    void theTablesOfADumpNeedItsRepository() {
        RunRecords.succeed(app.journal(), "run-0001", CACHE.id(), now);
        assertThatThrownBy(() -> look().tables("snap-run"))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("the key files in ");
        refused(404, "there is no verified snapshot snap-none", () -> look().tables("snap-none"));
    }

    private SnapshotFilesResource look() {
        return new SnapshotFilesResource(
                app.snapshotFiles(),
                app.dumpContents(),
                app.journal().pins(),
                app.journal().runs(),
                inventory,
                ANN);
    }

    @Test
    void plansNextStartsAndAlarmsAreListed() {
        harness.watch.look(Optional.empty());
        ScheduleResource schedule = new ScheduleResource(app.backups.scheduler, app.channels.alarms, audit);

        assertThat(new PlansResource(app.livePolicy(), inventory, app.clock()).plans())
                .filteredOn(plan -> plan.id().equals("system"))
                .singleElement()
                .satisfies(plan -> assertThat(plan.datasets()).containsExactly(CACHE.id()));
        assertThat(schedule.schedule()).isNotEmpty();
        assertThat(schedule.alarms())
                .filteredOn(alarm -> alarm.key().equals("run:" + CACHE.id()))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.over()).isNull());
    }

    @Test
    void anAlarmIsAcknowledgedUntilThatIsWithdrawn() {
        ScheduleResource schedule = new ScheduleResource(app.backups.scheduler, app.channels.alarms, audit);
        harness.watch.look(Optional.empty());
        String key = "run:" + CACHE.id();

        schedule.acknowledge(key);
        assertThat(schedule.alarms())
                .filteredOn(alarm -> alarm.key().equals(key))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.acknowledgedBy()).isEqualTo("ann"));

        schedule.withdrawAcknowledgement(key);
        assertThat(schedule.alarms())
                .filteredOn(alarm -> alarm.key().equals(key))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.acknowledgedBy()).isNull());

        refused(404, "there is no raised alarm run:x", () -> schedule.acknowledge("run:x"));
        refused(404, "there is no raised alarm run:x", () -> schedule.withdrawAcknowledgement("run:x"));
        assertThat(app.journal().audit().page(AuditFilter.ALL, 10))
                .extracting(AuditEntry::action)
                .contains("acknowledge-alarm", "unacknowledge-alarm");
    }

    @Test
    void repositoriesAreListedAndAnUnknownOneIsRefused() {
        RepositoriesResource repositories = new RepositoriesResource(
                app.livePolicy(),
                app.repositories(),
                app.installation.trust,
                app.maintenance(),
                app.backups.scheduler,
                audit);

        assertThat(repositories.repositories())
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.check()).isNull());
        refused(404, "there is no repository x", () -> repositories.check("x"));
    }

    @Test
    void withoutABackrestNoPlanIsReleased() {
        BackrestResource backrest = new BackrestResource(Optional.empty(), inventory, audit);

        assertThat(backrest.status().state()).isEqualTo("none");
        refused(404, "no Backrest is configured", () -> backrest.release(CACHE.id()));
    }

    @Test
    void restoresAreListed() {
        RestoreRecord restore = RestoreRecord.begun("x1", CACHE.id(), "snap-r1", "volume v", now, Optional.empty());
        app.journal().restores().begin(restore, new RestoredObject(RestoredObject.Type.VOLUME, "", "v"));
        app.journal()
                .restores()
                .update(restore.in(RestoreStep.FILLING).end(RestoreRecord.State.FAILED, now, "It failed."));

        assertThat(restores().list()).extracting(RestoreView::state).containsExactly("FAILED");
        assertThat(restores().one("x1").ended()).isEqualTo(now);
        assertThat(restores().one("x1").step()).isEqualTo("FILLING");
        refused(404, "there is no restore x2", () -> restores().one("x2"));
    }

    @Test
    void aRestoreInPlaceNeedsOneScopeAndAConfirmedPlan() {
        refused(
                400,
                "exactly one of dataset, workload, plan and all, but has 0",
                () -> inPlace().plan(null));
        refused(
                400,
                "but has 2",
                () -> inPlace().plan(new InPlaceRestoresResource.Request("a", "b", null, null, null, null)));
        refused(
                400,
                "snapshot 4f3c2a1b is of one dataset",
                () -> inPlace().plan(new InPlaceRestoresResource.Request(null, "b", null, null, "4f3c2a1b", null)));
        refused(
                400,
                "exclude each other",
                () -> inPlace()
                        .plan(new InPlaceRestoresResource.Request("a", null, null, null, "4f3c2a1b", "2026-11-20")));
        refused(400, "plan, token and phrase", () -> inPlace().start(null));
        assertThatThrownBy(
                        () -> inPlace().start(new InPlaceRestoresResource.Confirmation("unknown", "token", "phrase")))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("role admin");
    }

    @Test
    void anIncompleteRestoreIsRefused() {
        refused(400, "the body needs dataset and target", () -> restores().start(null));
        refusedTarget("target.kind odd", target("odd", null, null, null));
        refusedTarget("target.volume is missing", target("volume", null, null, null));
        refusedTarget("not absolute", target("directory", null, "restores/x", null));
        refusedTarget("is not a path", target("directory", null, "/\0", null));
        refusedTarget("only for target.kind database", target("volume", "v", null, true));
    }

    @Test
    void aRestoreOfASnapshotInAnUnknownRepositoryIsRefused() {
        for (RestoresResource.RequestedTarget target : List.of(
                target("database", null, null, false),
                target("volume", "v", null, null),
                target("directory", null, "/srv/restores/x", null),
                target("download", null, null, null))) {
            assertThatThrownBy(
                            () -> restores().start(new RestoresResource.Request(CACHE.id(), "snap-r1", null, target)))
                    .isInstanceOf(RestoreException.class);
        }
    }

    @Test
    void aRestoreOfAPointInTimeNeedsASnapshotOfThatTimeOrBefore() {
        RestoresResource.RequestedTarget target = target("volume", "v", null, null);
        String hour = now.minusSeconds(3600).toString();

        assertThatThrownBy(() -> restores().start(new RestoresResource.Request(CACHE.id(), null, hour, target)))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining(
                        "has no verified snapshot of " + hour + " or before; its oldest one has the data of ");
        refused(
                400,
                "snapshot and at exclude each other",
                () -> restores().start(new RestoresResource.Request(CACHE.id(), "latest", hour, target)));
        refused(
                400,
                "at=yesterday is no time; write 2026-11-20T12:00",
                () -> restores().start(new RestoresResource.Request(CACHE.id(), null, "yesterday", target)));
    }

    @Test
    void unprotectedDataAndDamagedSnapshotsOfRemovedDatasetsAreListed() {
        app.board()
                .put(new Inventory(
                        now,
                        Environments.inventory(CACHE).workloads(),
                        List.of(new Uncovered(
                                Uncovered.Severity.ALARM,
                                CACHE.workload(),
                                new Subject.Database("old", "shop.db.old"),
                                "It has no label.",
                                "Add a label."))));
        RunRecords.succeed(app.journal(), "r0", "shop.db.old", now.minusSeconds(900));
        app.journal().verdicts().damaged("repo-1", "snap-r0", now);

        assertThat(protection().coverage().uncovered())
                .singleElement()
                .satisfies(one -> assertThat(one.remedy()).isEqualTo("Add a label."));
        assertThat(verdicts().verdicts())
                .filteredOn(result -> result.dataset().equals("shop.db.old"))
                .singleElement()
                .satisfies(result -> assertThat(result.verdict()).isEqualTo("DAMAGED"));
        assertThat(runs().one("r0").damaged()).isEqualTo(now);
    }

    private void refusedTarget(String detail, RestoresResource.RequestedTarget target) {
        refused(400, detail, () -> restores().start(new RestoresResource.Request(CACHE.id(), null, null, target)));
    }

    private static RestoresResource.RequestedTarget target(
            String kind, @Nullable String volume, @Nullable String path, @Nullable Boolean tablespaces) {
        return new RestoresResource.RequestedTarget(kind, null, null, volume, path, tablespaces);
    }

    @Test
    void theAuditLogIsFilteredAndRefusesValuesThatAreNoTimes() {
        app.journal().audit().append("ann", "run", "r1", "everything");
        app.journal().audit().append("bob", "cancel", "r1", "");
        AuditResource log = auditLog();
        assertThat(log.list(null, null, null, null, null, null))
                .extracting(AuditResource.EntryView::actor)
                .containsExactly("bob", "ann");
        assertThat(log.list("ann", "run", "2020-01-01T00:00:00Z", "+999999999-12-31T23:59:59+01:00", "2", "1"))
                .extracting(AuditResource.EntryView::subject)
                .containsExactly("r1");
        assertThat(log.list("ann", "cancel", null, null, null, null)).isEmpty();
        refused(400, "from=yesterday is no time", () -> log.list(null, null, "yesterday", null, null, null));
        refused(400, "before=-1 is not allowed", () -> log.list(null, null, null, null, "-1", null));
        refused(400, "limit=0 is not allowed", () -> log.list(null, null, null, null, null, "0"));
    }

    @Test
    void theChainIsPendingUntilItWasVerified() {
        AuditResource log = auditLog();
        assertThat(log.chain().state()).isEqualTo(AuditResource.ChainView.State.PENDING);
        AuditResource.ChainView verified = log.verify();
        assertThat(verified.state()).isEqualTo(AuditResource.ChainView.State.VERIFIED);
        assertThat(verified.entries()).isZero();
        assertThat(log.chain()).isEqualTo(verified);
    }
}
