package io.slackwater.ui;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.BackupHealth;
import io.slackwater.health.DatasetHealth;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.Journal;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import io.slackwater.run.RecentRunLogs;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The rooms behind the overview: a real journal, an inventory, the health that follows from both. */
final class OverviewScene implements AutoCloseable, AfterEachCallback {

    /** A morning in Zurich. The plan runs at two in the night. */
    static final Instant MORNING = Instant.parse("2026-06-01T06:00:00Z");

    static final Policy POLICY = PlanPolicies.policy(
            "Europe/Zurich", PlanPolicies.plan("critical", "0 2 * * *"), PlanPolicies.plan("off", "0 2 * * *", false));

    final TestClock clock = new TestClock(MORNING);
    final InventoryBoard board = new InventoryBoard();
    final List<Workload> workloads = new ArrayList<>();
    final List<Uncovered> gaps = new ArrayList<>();
    final List<AlarmRecord> alarms = new ArrayList<>();
    boolean healthIsKnown = true;
    final Set<String> running = new HashSet<>();
    final RecentRunLogs logs = new RecentRunLogs(clock);
    final Journal journal;

    OverviewScene(Path directory) {
        journal = Journal.open(directory.resolve("journal.db"), clock);
    }

    /** Creates a scene for each test, when registered as an extension. The end of the process deletes its directory. */
    OverviewScene() {
        try {
            Path directory = Files.createTempDirectory("scene");
            directory.toFile().deleteOnExit();
            directory.resolve("journal.db").toFile().deleteOnExit();
            journal = Journal.open(directory.resolve("journal.db"), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    /** Adds a workload with these databases. */
    void workload(String project, String service, String... databases) {
        WorkloadId id = new WorkloadId(project, service);
        List<Dataset> datasets = List.of(databases).stream()
                .map(name -> new Dataset(
                        project + "." + service + "." + name,
                        id,
                        name,
                        new Source.Stream(new Kind("postgres"), name, "dump"),
                        Method.STREAM,
                        "critical",
                        List.of("It is a database.")))
                .toList();
        workloads.add(new Workload(
                id,
                ContainerBuilder.service(project, service).build(),
                new Kind("postgres"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                datasets,
                List.of()));
    }

    Overviews overviews() {
        Inventory inventory = new Inventory(clock.instant(), workloads, gaps);
        board.put(inventory);
        List<DatasetHealth> health = healthIsKnown
                ? new BackupHealth(journal, clock, "postgres"::equals).check(POLICY, Optional.of(inventory))
                : List.of();
        NextRun next = new NextRun(
                Task.PLAN,
                "critical",
                "0 2 * * *",
                Optional.of(Instant.parse("2026-06-02T00:00:00Z")),
                Optional.empty());
        return new Overviews(
                new Overviews.Sources(
                        () -> health,
                        board,
                        () -> POLICY,
                        () -> List.of(next),
                        () -> running,
                        () -> alarms,
                        journal.history()),
                clock);
    }

    /** What the pages of workloads, datasets and runs show. */
    BackupSources sources() {
        Inventory inventory = new Inventory(clock.instant(), workloads, gaps);
        board.put(inventory);
        List<DatasetHealth> health =
                new BackupHealth(journal, clock, "postgres"::equals).check(POLICY, Optional.of(inventory));
        return new BackupSources(
                () -> health,
                board,
                () -> POLICY,
                () -> List.of(new NextRun(
                        Task.PLAN,
                        "critical",
                        "0 2 * * *",
                        Optional.of(Instant.parse("2026-06-02T00:00:00Z")),
                        Optional.empty())),
                new JournaledRuns(journal.runs()),
                logs,
                journal);
    }

    Overview view(OverviewQuery query) {
        return overviews().view(query, Texts.ENGLISH);
    }

    /** Renders the overview. */
    String page(OverviewQuery query, Texts texts) {
        return PageTemplates.render(
                "overview",
                Map.of(
                        "page",
                        PageTemplates.frame(texts, texts.of("overview"), "overview", "/"),
                        "view",
                        overviews().view(query, texts)));
    }

    @Override
    public void close() {
        journal.close();
    }
}
