package io.slackwater.ui;

import io.slackwater.journal.BackupListStore;
import io.slackwater.journal.Damaged;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.EngineName;
import io.slackwater.journal.LeaseRecord;
import io.slackwater.journal.RunPause;
import io.slackwater.journal.RunProgress;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import io.slackwater.journal.Verified;
import io.slackwater.run.RecentRunLogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the page of a run. */
final class RunPages {

    /** How many earlier runs give the estimate. */
    private static final int COMPARED = 5;

    private static final List<RunState> STEPS =
            List.of(RunState.QUEUED, RunState.CAPTURING, RunState.STORING, RunState.VERIFYING, RunState.SUCCEEDED);

    private final BackupSources sources;
    private final EngineLogs engineLogs;
    private final Clock clock;

    RunPages(BackupSources sources, EngineLogs engineLogs, Clock clock) {
        this.sources = sources;
        this.engineLogs = engineLogs;
        this.clock = clock;
    }

    /** @throws PageProblem no run has this id */
    RunPage view(String id, Texts texts) {
        RunRecord run = sources.runs().find(id).orElseThrow(() -> PageProblem.notFound("Run", id));
        RunWords words = new RunWords(texts, sources.policy().get().timezone(), clock.instant());
        boolean open = !run.state().ended();
        Optional<Instant> damaged = open ? Optional.empty() : damaged(run);
        return new RunPage(
                run.id(),
                run.dataset(),
                damaged.isPresent() ? Light.BAD : RunWords.light(run.state()),
                damaged.isPresent() ? texts.of("snapshotDamaged") : words.word(run.state()),
                open,
                run.attempt() > 1 ? texts.of("runAttempt", run.attempt()) : "",
                steps(run, words),
                open ? Optional.of(progress(run, words)) : Optional.empty(),
                waiting(run, texts).orElseGet(run::message),
                cause(run, texts),
                damaged.map(time -> texts.of("runDamaged", texts.exact(time, words.zone())))
                        .orElse(""),
                facts(run, words),
                run.progress().earlier().stream()
                        .map(one -> attempt(one, words))
                        .toList(),
                sources.logs().of(id).stream().map(line -> logLine(line, words)).toList(),
                run.progress()
                        .engine()
                        .filter(engine -> engine == EngineName.BACKREST)
                        .map(_ -> engineLogs.of(run)));
    }

    /** Why a run waits for its next attempt; empty for a run that does not wait. */
    private static Optional<String> waiting(RunRecord run, Texts texts) {
        return run.state() == RunState.QUEUED && !run.progress().earlier().isEmpty()
                ? Optional.of(
                        texts.of("runWaits", run.progress().earlier().getLast().reason()))
                : Optional.empty();
    }

    private Optional<Instant> damaged(RunRecord run) {
        return sources.journal().verdicts().damaged().stream()
                .filter(one -> one.verdict().run().equals(run.id()))
                .map(Damaged::found)
                .findFirst();
    }

    /** The steps of a run. A run that failed has none: the journal keeps how it ended, not in which step. */
    private static List<RunPage.Step> steps(RunRecord run, RunWords words) {
        boolean good = run.state() == RunState.SUCCEEDED;
        if (run.state().ended() && !good) {
            return List.of();
        }
        int now = STEPS.indexOf(run.state());
        List<RunPage.Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            steps.add(step(good || i < now ? "done" : i == now ? "now" : "todo", STEPS.get(i), words));
        }
        return steps;
    }

    private static RunPage.Step step(String css, RunState state, RunWords words) {
        return new RunPage.Step(css, words.word(state), words.texts().of("step" + css));
    }

    private RunPage.Progress progress(RunRecord run, RunWords words) {
        Texts texts = words.texts();
        List<BackupListStore.Success> before = sources.journal().backupLists().successes(run.dataset(), COMPARED);
        long read = Math.max(run.bytes(), sources.runs().bytesDone(run.id()).orElse(0L));
        Duration spent =
                run.started().map(start -> Duration.between(start, words.now())).orElse(Duration.ZERO);
        long whole = before.isEmpty() ? 0 : before.getFirst().bytes();
        boolean reading = run.state() == RunState.CAPTURING || run.state() == RunState.STORING;
        boolean fast = reading && read > 0 && spent.toMillis() > 0;
        return new RunPage.Progress(
                whole > 0 && read > 0 ? (int) Math.min(100, 100 * (double) read / whole) : -1,
                read > 0 ? texts.size(read) : "",
                fast ? texts.of("perSecond", texts.size(read * 1000 / spent.toMillis())) : "",
                left(before, spent, texts),
                paused(run, words));
    }

    /** How long the run takes yet, by the median of the last runs. */
    private static String left(List<BackupListStore.Success> before, Duration spent, Texts texts) {
        OptionalLong usual = before.stream()
                .mapToLong(run -> run.time().toMillis())
                .sorted()
                .skip(before.size() / 2)
                .findFirst();
        if (usual.isEmpty()) {
            return "";
        }
        Duration left = Duration.ofMillis(usual.getAsLong()).minus(spent);
        return left.isPositive()
                ? texts.of("runLeft", texts.duration(left))
                : texts.of("runLonger", texts.duration(Duration.ofMillis(usual.getAsLong())));
    }

    private String paused(RunRecord run, RunWords words) {
        return sources.journal().leases().open().stream()
                .filter(lease -> lease.run().equals(run.id()) && lease.frozen())
                .map(LeaseRecord::intended)
                .findFirst()
                .map(since -> words.texts().duration(Duration.between(since, words.now())))
                .orElse("");
    }

    private static Optional<RunPage.Cause> cause(RunRecord run, Texts texts) {
        EndCause cause = run.state() == RunState.UNVERIFIED ? EndCause.NOT_CHECKED : run.cause();
        return cause == EndCause.NONE
                ? Optional.empty()
                : Optional.of(new RunPage.Cause(
                        texts.of("cause" + TextKeys.capital(cause)), texts.of("remedy" + TextKeys.capital(cause))));
    }

    private static RunPage.Attempt attempt(RunProgress.Ended one, RunWords words) {
        return new RunPage.Attempt(
                one.attempt(),
                words.moment(one.at()),
                words.texts().of("cause" + TextKeys.capital(one.cause())),
                one.frozen().map(time -> duration(time, words.texts())).orElse(""),
                one.reason());
    }

    private static RunPage.LogLine logLine(RecentRunLogs.Line line, RunWords words) {
        return new RunPage.LogLine(words.moment(line.at()), words.texts().clock(line.at(), words.zone()), line.text());
    }

    private List<Fact> facts(RunRecord run, RunWords words) {
        Texts texts = words.texts();
        RunPause pause = run.pause();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.link(texts.of("factDataset"), run.dataset(), "/datasets/" + run.dataset()));
        sources.board().get().workloads().stream()
                .filter(one -> one.id().value().equals(run.workload()))
                .findFirst()
                .ifPresent(one -> facts.add(Fact.link(
                        texts.of("factWorkload"), WorkloadState.name(one.id()), "/workloads/" + run.workload())));
        facts.add(Fact.of(texts.of("factPlan"), run.identity().plan()));
        facts.add(Fact.of(texts.of("runsTrigger"), words.trigger(run)));
        facts.add(Fact.at(texts.of("runQueuedAt"), words.moment(run.queued())));
        run.started().ifPresent(time -> facts.add(Fact.at(texts.of("runsByTime"), words.moment(time))));
        run.ended().ifPresent(time -> facts.add(Fact.at(texts.of("runEndedAt"), words.moment(time))));
        add(facts, texts.of("runsByDuration"), words.time(run));
        add(facts, texts.of("columnSize"), words.size(run.bytes()));
        add(facts, texts.of("runsAdded"), words.size(run.result().added()));
        speed(run).ifPresent(speed -> add(facts, texts.of("runSpeed"), texts.of("perSecond", texts.size(speed))));
        add(facts, texts.of("pauseEstimate"), duration(pause.estimate(), texts));
        add(facts, texts.of("runFrozen"), duration(run.frozen(), texts));
        add(facts, texts.of("runHot"), pause.hotBytes() > 0 ? texts.size(pause.hotBytes()) : "");
        add(facts, texts.of("runDuring"), pause.frozenBytes() > 0 ? texts.size(pause.frozenBytes()) : "");
        run.snapshot().map(Verified::shortened).ifPresent(snapshot -> add(facts, texts.of("snapshotId"), snapshot));
        run.repository()
                .map(restic -> sources.journal().repositories().name(restic).orElse(Verified.shortened(restic)))
                .ifPresent(name -> add(facts, texts.of("factRepository"), name));
        add(
                facts,
                texts.of("runEngine"),
                run.progress().engine().map(EngineName::word).orElse(""));
        return facts;
    }

    private static void add(List<Fact> facts, String label, String text) {
        if (!text.isEmpty()) {
            facts.add(Fact.of(label, text));
        }
    }

    private static String duration(Duration time, Texts texts) {
        return time.isZero() ? "" : texts.duration(time);
    }

    /** The bytes per second of an ended run, over its whole time. */
    private static Optional<Long> speed(RunRecord run) {
        return run.started()
                .flatMap(start ->
                        run.ended().map(end -> Duration.between(start, end).toMillis()))
                .filter(millis -> millis > 0 && run.bytes() > 0)
                .map(millis -> run.bytes() * 1000 / millis);
    }
}
