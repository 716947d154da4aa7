package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Kinds;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.health.TestClock;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreRecord.State;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.RunIdentity;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Trigger;
import io.slackwater.journal.Verified;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.kind.ServiceKind;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.StandInRepository;
import io.slackwater.restore.InPlaceRestores.Offer;
import io.slackwater.restore.InPlaceRestores.Selection;
import io.slackwater.trust.SnapshotTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server {@code shop-db} has two sets of notes, each with a verified snapshot of older content. */
@Timeout(60)
class InPlaceRestoresTest {

    private static final Requester ADMIN = new Requester("ann", true);
    private static final Requester OTHER_ADMIN = new Requester("eve", true);
    private static final Selection LATEST = new Selection("latest", Optional.empty());
    private static final RestoreScope ONE = new RestoreScope.OneDataset("shop.db.list");
    private static final RestoreScope SERVER = new RestoreScope.OneWorkload("shop-db");
    private static final Map<String, String> LIVE = Map.of("list", "live list", "diary", "live diary");

    /** Only trees need the host's paths. */
    private static final RestoreDirectories.Host NO_HOST = new RestoreDirectories.Host() {
        @Override
        public Path hostPath(Path ours) {
            throw new AssertionError("unexpected: " + ours);
        }

        @Override
        public Optional<Path> stack() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> mountedAlike(Path onHost) {
            return Optional.empty();
        }
    };

    @TempDir
    Path directory;

    private final InPlaceNotes kind = new InPlaceNotes();
    private final List<String> saved = new ArrayList<>();
    private Optional<RestoreException> unsaved = Optional.empty();
    private final TestClock clock = new TestClock(RunRecords.T0);
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private Policy policy;
    private Journal journal;
    private RestoreHistory history;
    private InPlaceRestores restores;

    @BeforeEach
    void open() throws Exception {
        journal = Journal.open(directory.resolve("journal.db"), clock);
        policy = PolicyFile.load(
                Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\nrestore: { keepOld: 2h }"));
        verified("r1", "shop.db.list", Trigger.API);
        verified("r2", "shop.db.diary", Trigger.API);
        kind.notes.putAll(LIVE);
        history = new RestoreHistory(journal.restores(), clock, one -> ended.add(one.id()));
        restores = restores();
    }

    /** A new start of Slackwater: restores that did not end count as interrupted. */
    private void restart() {
        history = new RestoreHistory(journal.restores(), clock, one -> ended.add(one.id()));
        restores = restores();
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private InPlaceRestores restores() {
        Kinds<ServiceKind> kinds = new Kinds<>(List.of(kind));
        RestorableSnapshots snapshots = new RestorableSnapshots(
                journal.verdicts(),
                journal.safetySnapshots(),
                journal.repositories(),
                () -> policy,
                Repo::new,
                SnapshotTrust.of(journal, clock).alarms(),
                kinds);
        LocalHelpers docker = new LocalHelpers(directory);
        RestorePlaces places = new RestorePlaces(
                docker,
                InPlaceRestoresTest::inventory,
                () -> policy,
                journal.runs(),
                new RepositoryAccess(NO_HOST, directory),
                new RestoreDirectories(docker, NO_HOST, () -> policy, directory, List.of()),
                kinds);
        return new InPlaceRestores(
                snapshots,
                places,
                datasets -> {
                    if (unsaved.isPresent()) {
                        throw unsaved.get();
                    }
                    datasets.forEach(one -> saved.add(one.id()));
                },
                new TreeUsers(
                        new StandInDocker(), new StandInControl(new StandInDocker()), container -> Optional.empty()),
                journal,
                history,
                clock);
    }

    private void verified(String id, String dataset, Trigger trigger) {
        RunRecord run = RunRecord.queued(
                new RunIdentity(id, dataset, "shop-db", "notes", "critical", "set-1", trigger, RunRecords.T0));
        journal.runs().queued(run);
        run = step(run.startedAt(RunRecords.T0).in(RunState.CAPTURING));
        run = step(run.storing("repo-1").in(RunState.STORING));
        run = step(run.stored("repo-1", "snapshot-" + id, 1, 1, "cafe").in(RunState.VERIFYING));
        RunRecord success = RunRecords.in(run, RunState.SUCCEEDED, RunRecords.T0, "");
        journal.verdicts()
                .verified(Verified.of(success, RunRecords.T0, dataset, InPlaceNotes.FORMAT, Map.of()), success);
    }

    private RunRecord step(RunRecord run) {
        journal.runs().update(run);
        return run;
    }

    private static Inventory inventory() {
        WorkloadId id = new WorkloadId("shop", "db");
        Container container = new Container(
                "0123456789ab",
                "shop-db-1",
                "shop",
                "db",
                false,
                1,
                "notes",
                "sha256:1",
                Container.State.RUNNING,
                Optional.empty(),
                RunRecords.T0,
                Map.of(),
                Map.of(),
                List.of(),
                "",
                List.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                Set.of());
        Kind notes = new Kind("notes");
        List<Dataset> datasets = List.of("list", "diary").stream()
                .map(name -> new Dataset(
                        "shop.db." + name,
                        id,
                        name,
                        new Source.Stream(notes, name, InPlaceNotes.FORMAT),
                        Method.STREAM,
                        "critical",
                        List.of()))
                .toList();
        Workload workload = new Workload(
                id,
                container,
                notes,
                "critical",
                Duration.ofSeconds(60),
                Credentials.NONE,
                Map.of(),
                datasets,
                List.of());
        return new Inventory(RunRecords.T0, List.of(workload), List.of());
    }

    /** Each snapshot has its file's name as content. */
    private static final class Repo extends StandInRepository {

        Repo(String id) {
            super(id);
        }

        @Override
        public void dump(String snapshot, String path, OutputStream sink) throws IOException {
            sink.write(("restored " + path.substring(path.lastIndexOf('.') + 1)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private RestoreRecord restore(RestoreScope scope) throws Exception {
        Offer offer = restores.plan(ADMIN, scope, LATEST);
        return ended(restores.start(
                ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase()));
    }

    private RestoreRecord ended(RestoreRecord started) {
        await().until(() -> ended.contains(started.id()));
        return history.find(started.id()).orElseThrow();
    }

    @Test
    void theRestoredDataAreLiveAndTheOldOnesStayBeside() throws Exception {
        RestoreRecord restore = restore(ONE);

        assertThat(restore.state()).isEqualTo(State.SUCCEEDED);
        assertThat(restore.message()).isEqualTo("read them aloud");
        assertThat(saved).containsExactly("shop.db.list");
        assertThat(kind.notes)
                .containsEntry("list", "restored list")
                .containsEntry("diary", "live diary")
                .containsEntry("list-" + restore.id(), "live list");
    }

    @Test
    void theOldDataAreRemovedAfterTheirTime() throws Exception {
        RestoreRecord restore = restore(ONE);
        clock.advance(Duration.ofMinutes(119));
        restores.settle();
        assertThat(kind.notes).containsKey("list-" + restore.id());

        clock.advance(Duration.ofMinutes(2));
        restores.settle();
        assertThat(kind.notes).containsOnlyKeys("list", "diary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "prepared", "check", "apply", "applied", "confirm"})
    void aFailureAtAnyStepBringsAllOldDataBack(String step) throws Exception {
        kind.failing = step;

        RestoreRecord restore = restore(SERVER);

        assertThat(restore.state()).isEqualTo(State.FAILED);
        assertThat(restore.message()).isEqualTo("no ink at " + step);
        assertThat(kind.notes).isEqualTo(LIVE);
    }

    /** The server is down after the fault, so that nothing is undone, as after a kill of Slackwater. */
    @ParameterizedTest
    @ValueSource(strings = {"prepare", "prepared", "check", "apply", "applied", "confirm"})
    void theNextStartUndoesWhatARestoreLeft(String step) throws Exception {
        kind.failing = step;
        kind.downAfterwards = true;
        Offer offer = restores.plan(ADMIN, SERVER, LATEST);
        String id = restores.start(
                        ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase())
                .id();
        await().until(() -> history.find(id)
                .filter(one -> one.message().contains("the old data are not back yet"))
                .isPresent());

        restart();
        restores.settle();
        assertThat(history.find(id).orElseThrow().message()).contains("the notes server is down");
        kind.down = false;
        restores.settle();

        assertThat(history.find(id).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(history.find(id).orElseThrow().message()).endsWith("the old data are live again. Restore again");
        assertThat(kind.notes).isEqualTo(LIVE);
    }

    @Test
    void anUnexpectedErrorInTheUndoIsRepeatedUntilTheOldDataAreBack() throws Exception {
        kind.failing = "confirm";
        kind.confused = true;
        Offer offer = restores.plan(ADMIN, SERVER, LATEST);
        String id = restores.start(
                        ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase())
                .id();
        await().until(() -> history.find(id)
                .filter(one -> one.message().contains("the old data are not back yet"))
                .isPresent());

        kind.confused = false;
        restores.settle();

        assertThat(history.find(id).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(kind.notes).isEqualTo(LIVE);
    }

    @Test
    void aRestoreThatOnlyLacksTheRecordOfItsEndIsComplete() throws Exception {
        RestoreRecord restore = restore(ONE);
        journal.restores()
                .update(RestoreRecord.begun(
                                restore.id(),
                                restore.dataset(),
                                restore.snapshot(),
                                restore.target(),
                                clock.instant(),
                                Optional.empty())
                        .in(RestoreStep.FINISHING));
        restart();
        restores.settle();

        assertThat(history.find(restore.id()).orElseThrow().state()).isEqualTo(State.SUCCEEDED);
        assertThat(kind.notes).containsEntry("list", "restored list");
    }

    @Test
    void aPlanSaysWhatHappensAndIsConfirmedByTheWorkloadsName() throws Exception {
        RestorePlan plan = restores.plan(ADMIN, SERVER, LATEST).plan();

        assertThat(plan.phrase()).isEqualTo("shop-db");
        assertThat(plan.items())
                .extracting(item -> item.forecast().overwrites())
                .containsExactly("notes list", "notes diary");
        assertThat(plan.refusals()).isEmpty();
        assertThat(kind.notes).isEqualTo(LIVE);
    }

    @Test
    void onlyTheRightTokenPhraseAndUserConfirmAndOnlyOnce() throws Exception {
        Offer offer = restores.plan(ADMIN, ONE, LATEST);
        String id = offer.plan().id();
        refused(Reason.INVALID, "must be \"shop-db\"", () -> restores.start(ADMIN, id, offer.token(), "shop"));
        refused(Reason.FORBIDDEN, "token", () -> restores.start(ADMIN, id, "guess", "shop-db"));
        refused(Reason.FORBIDDEN, "eve", () -> restores.start(OTHER_ADMIN, id, offer.token(), "shop-db"));
        refused(
                Reason.FORBIDDEN,
                "role admin",
                () -> restores.start(new Requester("bob", false), id, offer.token(), "shop-db"));

        ended(restores.start(ADMIN, id, offer.token(), "shop-db"));

        refused(Reason.NOT_FOUND, "used already", () -> restores.start(ADMIN, id, offer.token(), "shop-db"));
    }

    @Test
    void aPlanExpires() throws Exception {
        Offer offer = restores.plan(ADMIN, ONE, LATEST);
        clock.advance(Duration.ofMinutes(16));
        refused(
                Reason.NOT_FOUND,
                "expired",
                () -> restores.start(ADMIN, offer.plan().id(), offer.token(), "shop-db"));
    }

    @Test
    void aPlanThatIsNoLongerTrueIsRefused() throws Exception {
        Offer offer = restores.plan(ADMIN, ONE, LATEST);
        kind.notes.remove("list");
        refused(
                Reason.FAILED,
                "no longer true",
                () -> restores.start(ADMIN, offer.plan().id(), offer.token(), "shop-db"));
    }

    @Test
    void anImpossibleRestoreIsRefusedWithTheReasons() throws Exception {
        kind.refusals = List.of("someone writes in them");
        kind.free = Optional.of(999L);
        Offer offer = restores.plan(ADMIN, ONE, LATEST);
        assertThat(offer.plan().refusals())
                .containsExactly(
                        "dataset shop.db.list: someone writes in them",
                        "dataset shop.db.list: the disk of workload shop-db has 0 MiB free, but the restore needs 1 MiB,"
                                + " because both versions exist for a while. Free some space");
        refused(
                Reason.FAILED,
                "someone writes in them",
                () -> restores.start(ADMIN, offer.plan().id(), offer.token(), "shop-db"));
    }

    @Test
    void withoutASafetySnapshotNothingIsTouchedUntilASecondPhraseIsTyped() throws Exception {
        unsaved = Optional.of(new RestoreException("run 7 failed: the list is torn"));
        RestoreRecord refused = restore(ONE);
        assertThat(refused.state()).isEqualTo(State.FAILED);
        assertThat(refused.message()).contains("the list is torn", "\"without safety snapshot\"");
        assertThat(kind.notes).isEqualTo(LIVE);

        Offer offer = restores.plan(ADMIN, ONE, LATEST);
        RestoreRecord restore =
                ended(restores.start(ADMIN, offer.plan().id(), offer.token(), "shop-db without safety snapshot"));
        assertThat(restore.state()).isEqualTo(State.SUCCEEDED);
        assertThat(kind.notes).containsEntry("list", "restored list");
    }

    @Test
    void aSecondRestoreOfTheWorkloadIsRefused() throws Exception {
        kind.failing = "check";
        kind.downAfterwards = true;
        Offer first = restores.plan(ADMIN, ONE, LATEST);
        String id = restores.start(ADMIN, first.plan().id(), first.token(), "shop-db")
                .id();
        await().until(() -> history.find(id)
                .filter(one -> one.message().contains("not back yet"))
                .isPresent());

        Offer second = restores.plan(ADMIN, new RestoreScope.OneDataset("shop.db.diary"), LATEST);
        refused(
                Reason.FAILED,
                "restore " + id + " replaces data of workload shop-db now",
                () -> restores.start(ADMIN, second.plan().id(), second.token(), "shop-db"));
    }

    @Test
    void aSafetySnapshotIsRestoredOnlyByItsId() throws Exception {
        verified("r3", "shop.db.list", Trigger.RESTORE);
        assertThat(restores.plan(ADMIN, ONE, LATEST)
                        .plan()
                        .items()
                        .getFirst()
                        .snapshot()
                        .snapshot())
                .isEqualTo("snapshot-r1");
        assertThat(restores.plan(ADMIN, ONE, new Selection("latest", Optional.of(clock.instant())))
                        .plan()
                        .items()
                        .getFirst()
                        .snapshot()
                        .snapshot())
                .isEqualTo("snapshot-r1");
        assertThat(restores.plan(ADMIN, ONE, new Selection("snapshot-r3", Optional.empty()))
                        .plan()
                        .items()
                        .getFirst()
                        .snapshot()
                        .snapshot())
                .isEqualTo("snapshot-r3");
    }

    @Test
    void aScopeSelectsItsDatasets() throws Exception {
        assertThat(datasets(new RestoreScope.OnePlan("critical"))).containsExactly("shop.db.list", "shop.db.diary");
        assertThat(datasets(new RestoreScope.WholeStack())).containsExactly("shop.db.list", "shop.db.diary");
        refused(
                Reason.NOT_FOUND,
                "plan models has no datasets",
                () -> restores.plan(ADMIN, new RestoreScope.OnePlan("models"), LATEST));
        refused(
                Reason.NOT_FOUND,
                "there is no workload shop-web",
                () -> restores.plan(ADMIN, new RestoreScope.OneWorkload("shop-web"), LATEST));
        refused(
                Reason.NOT_FOUND,
                "no verified snapshot",
                () -> restores.plan(ADMIN, new RestoreScope.OneDataset("shop.db.poem"), LATEST));
    }

    private List<String> datasets(RestoreScope scope) throws Exception {
        return restores.plan(ADMIN, scope, LATEST).plan().items().stream()
                .map(item -> item.snapshot().dataset())
                .toList();
    }

    @FunctionalInterface
    private interface Request {
        void send() throws Exception;
    }

    private static void refused(Reason reason, String words, Request request) {
        assertThatThrownBy(request::send)
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }
}
