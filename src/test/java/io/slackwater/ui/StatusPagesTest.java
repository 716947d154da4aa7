package io.slackwater.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.health.TestClock;
import io.slackwater.policy.AlertPolicy;
import io.slackwater.policy.ChannelPolicy;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusPagesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");
    private static final String XSS = "<img src=x onerror=alert(1)>";
    private static final Policy POLICY = PlanPolicies.policy(
            "Europe/Zurich", PlanPolicies.plan("critical", "0 2 * * *"), PlanPolicies.plan("off", "0 3 * * *", false));

    private final TestClock clock = new TestClock(NOW);
    private final InventoryBoard board = new InventoryBoard();
    private final List<NextRun> runs = new ArrayList<>(List.of(
            new NextRun(
                    Task.PLAN,
                    "critical",
                    "0 2 * * *",
                    Optional.of(NOW.plus(Duration.ofHours(18))),
                    Optional.of(NOW.minus(Duration.ofHours(6)))),
            new NextRun(Task.PLAN, "off", "0 3 * * *", Optional.empty(), Optional.empty()),
            new NextRun(Task.CHECK, "critical", "0 7 * * 0", Optional.of(NOW.plusSeconds(3600)), Optional.empty())));

    private ScheduleView schedule(ScheduleQuery query) {
        return new ScheduleViews(() -> runs, () -> POLICY, board, clock).view(query, Texts.ENGLISH);
    }

    private void uncovered(Uncovered.Severity severity, String where) {
        List<Uncovered> all = new ArrayList<>(board.get().uncovered());
        all.add(new Uncovered(
                severity,
                new WorkloadId("shop", "db"),
                new Subject.Whole(where),
                where + " has no label",
                "label " + where));
        board.put(new Inventory(NOW, List.of(), all));
    }

    private CoverageView coverage(CoverageQuery query) {
        return new CoverageViews(board, clock).view(query, Texts.ENGLISH);
    }

    private static String render(String page, Object view, Texts texts) {
        return PageTemplates.render(
                page, Map.of("page", PageTemplates.frame(texts, texts.of(page), page, "/" + page), "view", view));
    }

    @Test
    void theScheduleShowsNextStartsAndWhatThePolicyDisables() {
        ScheduleView view = schedule(ScheduleQuery.USUAL);

        assertThat(view.lines())
                .extracting(ScheduleView.Line::task, ScheduleView.Line::name, ScheduleView.Line::word)
                .containsExactly(
                        tuple("check", "critical", "enabled"),
                        tuple("plan", "critical", "enabled"),
                        tuple("plan", "off", "disabled"));
        assertThat(view.lines().get(1).next().orElseThrow().text()).isEqualTo("in 18 h");
        assertThat(view.lines().get(1).detail()).isEqualTo("datasets: 0, repository critical");
        assertThat(render("schedule", view, Texts.ENGLISH)).contains("aria-current=\"page\">Schedule", "Europe/Zurich");
        assertThat(render("schedule", view, Texts.RUSSIAN)).contains("<html lang=\"ru\">", "Часовой пояс");
    }

    @Test
    void theAddressControlsTheSchedule() {
        assertThat(schedule(ScheduleQuery.of("check", null, null, null)).lines())
                .hasSize(1);
        assertThat(schedule(ScheduleQuery.of(null, "name", "desc", null)).lines())
                .extracting(ScheduleView.Line::name)
                .containsExactly("off", "critical", "critical");
        assertThat(schedule(ScheduleQuery.of("plan", "name", null, null)).sorts())
                .extracting(Overview.Sort::href)
                .contains("/schedule?show=plan&sort=name&order=desc", "/schedule?show=plan&sort=next");
        assertThatThrownBy(() -> ScheduleQuery.of("drill", null, null, null))
                .isInstanceOfSatisfying(
                        PageProblem.class,
                        problem -> assertThat(problem.text(Texts.ENGLISH))
                                .isEqualTo("show=drill is not allowed. Allowed: all, plan, prune, check, retry."));
        assertThatThrownBy(() -> schedule(ScheduleQuery.of(null, null, null, "2")))
                .isInstanceOf(PageProblem.class);
    }

    @Test
    void unprotectedDataComesFirst() {
        uncovered(Uncovered.Severity.NOTE, "volume a");
        uncovered(Uncovered.Severity.ALARM, "volume z");

        CoverageView view = coverage(CoverageQuery.USUAL);

        assertThat(view.line()).isEqualTo("Not protected: 1");
        assertThat(view.light()).isEqualTo(Light.WARN);
        assertThat(view.lines()).extracting(CoverageView.Line::where).containsExactly("volume z", "volume a");
        assertThat(coverage(CoverageQuery.of("problems", null, null, null, null))
                        .lines())
                .hasSize(1);
        assertThat(coverage(CoverageQuery.of(null, "VOLUME A", "name", "desc", null))
                        .lines())
                .extracting(CoverageView.Line::where)
                .containsExactly("volume a");
    }

    @Test
    void theCoverageSaysWhenNothingWasLookedAtYet() {
        assertThat(coverage(CoverageQuery.USUAL).light()).isEqualTo(Light.OFF);
        assertThat(render("coverage", coverage(CoverageQuery.USUAL), Texts.ENGLISH))
                .contains("has just started");
        board.put(new Inventory(NOW, List.of(), List.of()));
        assertThat(coverage(CoverageQuery.USUAL).line()).isEqualTo("All data are selected for backup");
    }

    @Test
    void aLongListHasPages() {
        for (int i = 0; i < 30; i++) {
            uncovered(Uncovered.Severity.NOTE, "volume %02d".formatted(i));
        }
        CoverageView second = coverage(CoverageQuery.of(null, "volume", null, null, "2"));
        assertThat(second.lines()).hasSize(5);
        assertThat(render("coverage", second, Texts.ENGLISH))
                .contains("<span>2 / 2</span>", "href=\"/coverage?q=volume&amp;sort=state\" rel=\"prev\"");
    }

    @Test
    void thePolicyIsShownWithoutItsSecrets() {
        Policy policy = new Policy(
                POLICY.instance(),
                POLICY.timezone(),
                POLICY.projects(),
                POLICY.protect(),
                POLICY.hold(),
                POLICY.repositories(),
                POLICY.retention(),
                POLICY.plans(),
                POLICY.drills(),
                POLICY.maintenance(),
                new AlertPolicy(
                        Map.of(
                                "ops",
                                ChannelPolicy.all(
                                        "ops",
                                        new ChannelPolicy.Destination.Webhook(
                                                URI.create("https://chat.example/hook/geheim")))),
                        Optional.of(URI.create("https://ping.example/geheim")),
                        Duration.ofDays(1),
                        80),
                POLICY.limits(),
                POLICY.restore(),
                POLICY.config());

        String page = render("policy", new PolicyViews(() -> policy, () -> false).view(Search.of("")), Texts.ENGLISH);

        assertThat(page)
                .doesNotContain("geheim", "not in force")
                .contains("plans.critical.schedule", "0 2 * * *", "alerts.ping", "set, hidden");
        assertThat(new PolicyViews(() -> policy, () -> true)
                        .view(Search.of("PLANS.OFF.ENABLED"))
                        .groups())
                .singleElement()
                .satisfies(group -> assertThat(group.lines())
                        .containsExactly(new PolicyView.Line("plans.off.enabled", "false", false)));
        assertThat(render("policy", new PolicyViews(() -> policy, () -> true).view(Search.of("")), Texts.ENGLISH))
                .contains("not in force");
    }

    @Test
    void everyNameFromOutsideIsEscaped() {
        uncovered(Uncovered.Severity.ALARM, XSS);
        runs.add(new NextRun(Task.RETRY, XSS, "after a failure", Optional.of(NOW), Optional.empty()));

        String coverage = render("coverage", coverage(CoverageQuery.of(null, "<", null, null, null)), Texts.ENGLISH);
        String schedule = render("schedule", schedule(ScheduleQuery.USUAL), Texts.ENGLISH);
        String policy = render(
                "policy", new PolicyViews(() -> POLICY, () -> false).view(Search.of("\"><script>")), Texts.ENGLISH);

        assertThat(coverage).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;", "value=\"&lt;\"");
        assertThat(schedule).doesNotContain("<img").contains("&lt;img src=x onerror=alert(1)&gt;");
        assertThat(policy).doesNotContain("\"><script>").contains("No key matches the filter.");
    }

    @Test
    void everyPageWithAStateIsUpdatedByEvents() throws IOException {
        for (String page :
                List.of("overview", "alarms", "schedule", "repositories", "coverage", "workload", "dataset", "run")) {
            assertThat(Files.readString(PageTemplates.DIRECTORY.resolve("ui/" + page + ".html")))
                    .as(page)
                    .contains("sse-connect=\"/events\"", "data-live", "s, live\"");
        }
    }
}
