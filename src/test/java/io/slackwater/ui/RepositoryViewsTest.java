package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import io.slackwater.host.Disk;
import io.slackwater.host.DiskPlace;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RepositorySize;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import io.slackwater.trust.RepositoryWork.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositoryViewsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");
    private static final String XSS = "<img src=x onerror=alert(1)>";
    private static final long GIB = 1L << 30;

    private final TestClock clock = new TestClock(NOW);
    private final Map<String, Repositories.Space> spaces = new LinkedHashMap<>(Map.of(
            "critical", new Repositories.Space(OptionalLong.of(3 * GIB), OptionalLong.of(7 * GIB)),
            "remote", new Repositories.Space(OptionalLong.empty(), OptionalLong.empty())));
    private final List<AlarmRecord> alarms = new ArrayList<>();
    private final List<RepositorySize> sizes = new ArrayList<>();
    private final List<MaintenanceJob> jobs = new ArrayList<>();
    private boolean hold;
    private Set<String> kit = Set.of("critical", "remote");
    private Optional<Maintenance.Check> check = Optional.empty();

    private static RepositoryPolicy repository(String id, String uri) {
        return new RepositoryPolicy(id, uri, RepositoryPolicy.Compression.AUTO, Optional.empty());
    }

    private Policy policy() {
        Policy one = PlanPolicies.policy("Europe/Zurich", PlanPolicies.plan("critical", "0 2 * * *"));
        Map<String, RepositoryPolicy> repositories = new LinkedHashMap<>();
        repositories.put("critical", repository("critical", "/repos/critical"));
        repositories.put("remote", repository("remote", "rest:https://" + XSS));
        return new Policy(
                one.instance(),
                one.timezone(),
                one.projects(),
                one.protect(),
                hold,
                repositories,
                one.retention(),
                one.plans(),
                one.drills(),
                one.maintenance(),
                one.alerts(),
                one.limits(),
                one.restore(),
                one.config());
    }

    private RepositoriesView view(RepositoriesQuery query) {
        Disk disk = new Disk(
                "/dev/sda1",
                List.of(DiskPlace.repository("critical", Path.of("/repos/critical"))),
                10 * GIB,
                7 * GIB,
                Optional.of(NOW.plus(Duration.ofDays(9))));
        return new RepositoryViews(
                        new RepositoryViews.Sources(
                                this::policy,
                                name -> Objects.requireNonNull(spaces.get(name)),
                                () -> List.of(disk),
                                name -> check.filter(one -> name.equals("critical")),
                                () -> List.of(new NextRun(
                                        Task.CHECK,
                                        "critical",
                                        "0 7 * * 0",
                                        Optional.of(NOW.plus(Duration.ofDays(6))),
                                        Optional.of(NOW.minus(Duration.ofDays(1))))),
                                () -> kit,
                                () -> sizes,
                                () -> alarms,
                                () -> jobs),
                        clock)
                .view(query, Texts.ENGLISH);
    }

    private static AlarmRecord alarm(String key, String severity, String title) {
        return new AlarmRecord(
                key, severity, title, "", "", "", "", NOW, Map.of(), Optional.empty(), Optional.empty(), Map.of());
    }

    private String page() {
        return page(true);
    }

    private String page(boolean admin) {
        return PageTemplates.render(
                "repositories",
                Map.of(
                        "page",
                        admin
                                ? PageTemplates.adminFrame(
                                        Texts.ENGLISH, "Repositories", "repositories", "/repositories")
                                : PageTemplates.frame(Texts.ENGLISH, "Repositories", "repositories", "/repositories"),
                        "view",
                        view(RepositoriesQuery.USUAL)));
    }

    @Test
    void aRepositoryShowsSizeFreeSpaceAndWhenItsDiskIsFull() {
        check = Optional.of(Maintenance.Check.GOOD);

        RepositoriesView.Line line = view(RepositoriesQuery.USUAL).lines().getFirst();

        assertThat(line.name()).isEqualTo("critical");
        assertThat(line.word()).isEqualTo("usable");
        assertThat(line.size()).isEqualTo("3.0 GiB");
        assertThat(line.free()).isEqualTo("7.0 GiB of 10.0 GiB");
        assertThat(line.full().orElseThrow().text()).isEqualTo("in 9 d");
        assertThat(line.check()).isEqualTo("check passed");
        assertThat(line.lastCheck().orElseThrow().text()).isEqualTo("24 h ago");
        assertThat(line.nextCheck().orElseThrow().text()).isEqualTo("in 6 d");
        assertThat(page()).contains("exported", "action=\"/repositories/check\"");
    }

    @Test
    void theWorstAlarmOfARepositoryDecidesItsState() {
        alarms.add(alarm("repository:critical:waits", "warning", "Another program locks it"));
        alarms.add(alarm("repository:critical:trouble", "critical", "Repository critical has a problem"));
        alarms.add(alarm("repository:criticality:trouble", "critical", "Not this one"));

        RepositoriesView.Line line = view(RepositoriesQuery.USUAL).lines().getFirst();

        assertThat(line.light()).isEqualTo(Light.BAD);
        assertThat(line.alarm()).isEqualTo("Repository critical has a problem");
    }

    @Test
    void aKeyOutsideTheRecoveryKitAndAFailedCheckAreNamed() {
        check = Optional.of(Maintenance.Check.FAILED);
        kit = Set.of("critical");

        assertThat(view(RepositoriesQuery.USUAL).lines())
                .extracting(RepositoriesView.Line::word)
                .containsExactlyInAnyOrder("check failed", "its recovery kit is not exported");
        assertThat(page()).contains("not exported");
    }

    private static MaintenanceJob job(
            Operation operation,
            String plan,
            MaintenanceJob.State state,
            int forgotten,
            OptionalLong freed,
            String why) {
        return new MaintenanceJob(
                "x",
                operation,
                "critical",
                plan,
                state,
                NOW,
                Optional.of(NOW),
                new MaintenanceJob.Result(forgotten, freed),
                why);
    }

    @Test
    void theResultOfEachMaintenanceIsShown() {
        OptionalLong unknown = OptionalLong.empty();
        jobs.add(job(Operation.PRUNE, "", MaintenanceJob.State.SUCCEEDED, 0, OptionalLong.of(3 * GIB), ""));
        jobs.add(job(Operation.PRUNE, "", MaintenanceJob.State.SUCCEEDED, 0, unknown, ""));
        jobs.add(job(Operation.FORGET, "daily", MaintenanceJob.State.SUCCEEDED, 4, unknown, "One stays."));
        jobs.add(job(Operation.DELETE, "", MaintenanceJob.State.FAILED, 0, unknown, "locked"));
        jobs.add(job(Operation.CHECK, "", MaintenanceJob.State.RUNNING, 0, unknown, ""));

        assertThat(view(RepositoriesQuery.USUAL).jobs())
                .extracting(one -> one.light() + " " + one.word() + ": " + one.what() + ": " + one.result())
                .containsExactly(
                        "OK done: Prune of critical: 3.0 GiB freed.",
                        "OK done: Prune of critical: ",
                        "WARN done: Retention of plan daily in critical: Snapshots forgotten: 4. One stays.",
                        "BAD failed: Deletion of snapshots in critical: locked",
                        "BUSY running: Check of critical: ");
        assertThat(page()).contains("3.0 GiB freed.", "/repositories/prune", "/repositories/forget");
        assertThat(page(false))
                .contains("3.0 GiB freed.")
                .doesNotContain("/repositories/prune", "/repositories/forget");
        hold = true;
        assertThat(page()).contains("hold: true").doesNotContain("/repositories/prune", "/repositories/forget");
    }

    @Test
    void theSizeOverTimeIsAChart() {
        for (int day = 3; day >= 0; day--) {
            sizes.add(new RepositorySize("critical", NOW.minus(Duration.ofDays(day)), (4 - day) * GIB));
        }
        sizes.add(new RepositorySize("remote", NOW, 1));

        assertThat(view(RepositoriesQuery.USUAL).charts())
                .singleElement()
                .satisfies(chart -> assertThat(chart.line()).isEqualTo("M0 75L333 50L667 25L1000 0"));
        assertThat(page()).contains("role=\"img\"", "4.0 GiB");
    }

    @Test
    void theAddressControlsTheOrder() {
        assertThat(names(RepositoriesQuery.of("name", "desc"))).containsExactly("remote", "critical");
        assertThat(names(RepositoriesQuery.of("size", null))).containsExactly("remote", "critical");
        assertThat(names(RepositoriesQuery.of("full", null))).containsExactly("critical", "remote");
        assertThatThrownBy(() -> RepositoriesQuery.of("colour", null))
                .isInstanceOfSatisfying(
                        PageProblem.class,
                        problem -> assertThat(problem.text(Texts.ENGLISH))
                                .isEqualTo("sort=colour is not allowed. Allowed: state, name, size, free, full."));
    }

    private List<String> names(RepositoriesQuery query) {
        return view(query).lines().stream().map(RepositoriesView.Line::name).toList();
    }

    @Test
    void everyNameFromOutsideIsEscaped() {
        alarms.add(alarm("repository:critical:trouble", "critical", XSS));
        assertThat(page()).doesNotContain("<img").contains("rest:https://&lt;img", "&lt;img src=x");
    }
}
