package io.slackwater.ui;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.BackupListStore;
import io.slackwater.journal.BackupListStore.Shown;
import io.slackwater.journal.BackupListStore.SnapshotOrder;
import io.slackwater.journal.DatasetHistory;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.Verified;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the page of a dataset. The number of queries does not depend on the number of rows. */
final class DatasetPages {

    private static final int CHARTED = 120;
    private static final int PAUSES = 8;

    private final BackupSources sources;
    private final DatasetAlarms alarms;
    private final Clock clock;

    DatasetPages(BackupSources sources, DatasetAlarms alarms, Clock clock) {
        this.sources = sources;
        this.alarms = alarms;
        this.clock = clock;
    }

    /** @throws PageProblem no dataset has this id, or the list has no such page */
    DatasetPage view(String id, RunListQuery query, SnapshotQuery wanted, Texts texts) {
        Inventory inventory = sources.board().get();
        Optional<Dataset> dataset = inventory.dataset(id);
        Optional<DatasetHealth> health = sources.healthOf(id);
        if (dataset.isEmpty()
                && health.isEmpty()
                && !sources.journal().runs().datasets().contains(id)) {
            throw PageProblem.noDataset(sources.board(), id);
        }
        Policy policy = sources.policy().get();
        RunWords words = new RunWords(texts, policy.timezone(), clock.instant());
        Optional<Workload> workload = dataset.flatMap(one -> inventory.workload(one.workload()));
        Optional<RunRecord> open = sources.runs().open().stream()
                .filter(run -> run.dataset().equals(id))
                .findFirst();
        WorkloadState.Judged judged =
                WorkloadState.judge(health, open.isPresent(), dataset.isPresent() ? "stateUnknown" : "stateGone");
        BackupListStore lists = sources.journal().backupLists();
        long stored = lists.snapshots(id, Shown.ALL);
        String path = "/datasets/" + id;
        Address runsKept = query.equals(RunListQuery.USUAL) ? Address.of(path) : query.in(Address.of(path));
        Paging paging = Paging.of(
                wanted.page(), lists.snapshots(id, wanted.shown()), "snapshots", wanted.in(runsKept), "#snapshots");
        Nights nights = new Nights(policy, clock.instant());
        DatasetHistory history =
                sources.journal().history().since(nights.start(), List.of(id)).getFirst();
        NightCells cells = new NightCells(nights, policy.timezone(), texts);
        List<Nights.Night> days = nights.of(history, plan(dataset, health));
        return new DatasetPage(
                id,
                dataset.map(Dataset::name)
                        .or(() -> sources.journal().datasets().name(id))
                        .orElse(""),
                workload.map(one -> one.id().value()).orElse(""),
                judged.light(),
                texts.of(judged.word()),
                judged.light().compareTo(Light.WARN) >= 0
                        ? health.map(DatasetHealth::reason).orElse("")
                        : "",
                sources.journal().datasets().hold(id).orElse(""),
                alarms.of(id, workload.map(one -> one.id().value()).orElse(""), health).stream()
                        .map(one -> AlarmLine.of(one, words.now(), words.zone(), texts)
                                .onItsPage(one))
                        .toList(),
                open.map(RunRecord::id),
                dataset.isPresent(),
                facts(id, dataset, workload, health, stored, words),
                dataset.map(Dataset::because).orElse(List.of()),
                charts(lists.successes(id, CHARTED), words),
                cells.of(days, nights.deciding(history), path),
                cells.strip(days),
                lists.pauses(id, PAUSES).stream().map(run -> pause(run, words)).toList(),
                dataset.filter(one -> one.source() instanceof Source.Tree).isPresent(),
                snapshots(id, wanted, paging, runsKept, words),
                words.table(wanted.in(Address.of(path)), List.of(id), query, lists));
    }

    private static String plan(Optional<Dataset> dataset, Optional<DatasetHealth> health) {
        return dataset.map(Dataset::plan)
                .or(() -> health.map(DatasetHealth::plan))
                .orElse("");
    }

    private List<Fact> facts(
            String id,
            Optional<Dataset> dataset,
            Optional<Workload> workload,
            Optional<DatasetHealth> health,
            long stored,
            RunWords words) {
        Texts texts = words.texts();
        Policy policy = sources.policy().get();
        String plan = plan(dataset, health);
        List<Fact> facts = new ArrayList<>();
        workload.ifPresent(one -> facts.add(Fact.link(
                texts.of("factWorkload"),
                WorkloadState.name(one.id()),
                "/workloads/" + one.id().value())));
        health.flatMap(DatasetHealth::newest)
                .ifPresent(time -> facts.add(Fact.at(texts.of("columnAge"), words.moment(time))));
        sources.next(List.of(id), List.of(plan))
                .filter(time -> dataset.isPresent())
                .ifPresent(time -> facts.add(Fact.at(texts.of("columnNext"), words.moment(time))));
        facts.add(Fact.of(texts.of("factSnapshots"), String.valueOf(stored)));
        if (!plan.isEmpty()) {
            facts.add(Fact.of(
                    texts.of("factPlan"),
                    plan
                            + policy.enabledPlan(plan)
                                    .map(PlanPolicy::schedule)
                                    .map(schedule -> " (" + schedule + ")")
                                    .orElse("")));
        }
        health.flatMap(DatasetHealth::repository)
                .ifPresent(name -> facts.add(Fact.of(texts.of("factRepository"), name)));
        dataset.ifPresent(one -> {
            facts.add(Fact.of(texts.of("factKind"), one.kind().word()));
            facts.add(Fact.of(texts.of("factMethod"), texts.of("method" + TextKeys.capital(one.method()))));
            facts.add(Fact.of(texts.of("factFile"), one.file()));
        });
        workload.filter(one -> dataset.map(Dataset::method)
                        .filter(method -> method == Method.FREEZE || method == Method.STOP)
                        .isPresent())
                .ifPresent(one -> facts.add(Fact.of(texts.of("factPauseLimit"), texts.duration(one.freezeMax()))));
        return facts;
    }

    private static List<Chart> charts(List<BackupListStore.Success> newestFirst, RunWords words) {
        List<BackupListStore.Success> runs = newestFirst.reversed();
        Texts texts = words.texts();
        ChartLine line = new ChartLine(texts, words.zone());
        return Stream.of(
                        line.of(
                                texts.of("chartSize"),
                                runs.stream()
                                        .filter(run -> run.bytes() >= 0)
                                        .map(run -> new ChartLine.Value(run.started(), run.bytes()))
                                        .toList(),
                                texts::size),
                        line.of(
                                texts.of("chartGrowth"),
                                runs.stream()
                                        .filter(run -> run.added() >= 0)
                                        .map(run -> new ChartLine.Value(run.started(), run.added()))
                                        .toList(),
                                texts::size),
                        line.of(
                                texts.of("chartTime"),
                                runs.stream()
                                        .map(run -> new ChartLine.Value(
                                                run.started(),
                                                Math.max(0, run.time().toMillis())))
                                        .toList(),
                                millis -> texts.duration(Duration.ofMillis(millis))))
                .filter(chart -> !chart.line().isEmpty())
                .toList();
    }

    private static DatasetPage.Pause pause(RunRecord run, RunWords words) {
        Duration estimate = run.pause().estimate();
        Duration actual = run.frozen();
        return new DatasetPage.Pause(
                run.id(),
                words.moment(run.started().orElse(run.queued())),
                estimate.isZero() ? "–" : words.texts().duration(estimate),
                actual.isZero() ? "–" : words.texts().duration(actual),
                !estimate.isZero() && actual.compareTo(estimate.multipliedBy(2)) > 0);
    }

    private DatasetPage.Snapshots snapshots(
            String id, SnapshotQuery wanted, Paging paging, Address here, RunWords words) {
        Texts texts = words.texts();
        Sorting<SnapshotOrder> sorting = wanted.sorting();
        return new DatasetPage.Snapshots(
                here,
                Stream.of(Shown.values())
                        .map(show -> new RunTable.Choice(
                                QueryValues.word(show),
                                texts.of("snapshotShow" + TextKeys.capital(show)),
                                show == wanted.shown()))
                        .toList(),
                wanted.shown() != Shown.ALL,
                sorting.heads(Stream.of(SnapshotOrder.values()), wanted.filter(here), "snapshotBy", texts).stream()
                        .map(head -> new Overview.Sort(head.label(), head.href() + "#snapshots", head.aria()))
                        .toList(),
                sources
                        .journal()
                        .backupLists()
                        .snapshots(id, wanted.shown(), sorting.by(), !sorting.descending(), paging.part())
                        .stream()
                        .map(one -> snapshot(one, words))
                        .toList(),
                paging);
    }

    private static DatasetPage.SnapshotLine snapshot(BackupListStore.ListedSnapshot one, RunWords words) {
        boolean damaged = one.damaged().isPresent();
        return new DatasetPage.SnapshotLine(
                Verified.shortened(one.snapshot()),
                one.snapshot(),
                one.run(),
                damaged ? Light.BAD : one.suspected() ? Light.WARN : Light.OK,
                words.texts()
                        .of(damaged ? "snapshotDamaged" : one.suspected() ? "snapshotSuspected" : "snapshotVerified"),
                one.pinned(),
                one.safety(),
                words.moment(one.time()),
                words.size(one.bytes()),
                words.size(one.added()),
                one.repository().orElse(""));
    }
}
