package io.slackwater.ui;

import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Workload;
import io.slackwater.health.DatasetHealth;
import io.slackwater.journal.RunRecord;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the page of a workload. The number of queries does not depend on the number of its datasets. */
final class WorkloadPages {

    private final BackupSources sources;
    private final Clock clock;

    WorkloadPages(BackupSources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** @throws PageProblem no workload has this id, or the list has no such page */
    WorkloadPage view(String id, RunListQuery query, Texts texts) {
        Inventory inventory = sources.board().get();
        Set<String> running = sources.running();
        WorkloadState state = WorkloadState.all(inventory, sources.health().latest(), running).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> PageProblem.noWorkload(sources.board(), id));
        Optional<Workload> workload = inventory.workloads().stream()
                .filter(one -> one.id().value().equals(id))
                .findFirst();
        Policy policy = sources.policy().get();
        Instant now = clock.instant();
        RunWords words = new RunWords(texts, policy.timezone(), now);
        Nights nights = new Nights(policy, now);
        NightCells cells = new NightCells(nights, policy.timezone(), texts);
        WorkloadNights days = new WorkloadNights(nights);
        sources.journal()
                .history()
                .since(nights.start(), state.datasets())
                .forEach(history -> days.add(history, state.planOf().getOrDefault(history.dataset(), "")));
        return new WorkloadPage(
                id,
                state.name(),
                state.light(),
                texts.of(state.word()),
                workload.filter(one -> !one.datasets().isEmpty()).isPresent(),
                facts(state, workload, words),
                workload.map(Workload::because).orElse(List.of()),
                datasets(state, running, words),
                cells.of(days),
                cells.strip(days.days()),
                words.table(
                        Address.of("/workloads/" + id),
                        state.datasets(),
                        query,
                        sources.journal().backupLists()));
    }

    private List<Fact> facts(WorkloadState state, Optional<Workload> workload, RunWords words) {
        Texts texts = words.texts();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(
                texts.of("factVerified"),
                texts.of("ofTotal", state.verified(), state.planOf().size())));
        state.newest().ifPresent(time -> facts.add(Fact.at(texts.of("columnAge"), words.moment(time))));
        sources.next(state.datasets(), new HashSet<>(state.planOf().values()))
                .ifPresent(time -> facts.add(Fact.at(texts.of("columnNext"), words.moment(time))));
        if (state.bytes() > 0) {
            facts.add(Fact.of(texts.of("columnSize"), texts.size(state.bytes())));
        }
        workload.ifPresent(one -> {
            facts.add(Fact.of(texts.of("factKind"), one.kind().word()));
            facts.add(Fact.of(texts.of("factPlan"), one.plan()));
            facts.add(Fact.of(texts.of("factPauseLimit"), texts.duration(one.freezeMax())));
        });
        return facts;
    }

    private static List<WorkloadPage.DatasetLine> datasets(WorkloadState state, Set<String> running, RunWords words) {
        Map<String, DatasetHealth> health = new HashMap<>();
        state.health().forEach(one -> health.put(one.dataset(), one));
        return state.datasets().stream()
                .map(id -> line(id, Optional.ofNullable(health.get(id)), running.contains(id), words))
                .toList();
    }

    private static WorkloadPage.DatasetLine line(
            String id, Optional<DatasetHealth> health, boolean running, RunWords words) {
        WorkloadState.Judged judged = WorkloadState.judge(health, running, "stateUnknown");
        return new WorkloadPage.DatasetLine(
                id,
                judged.light(),
                words.texts().of(judged.word()),
                judged.light().compareTo(Light.WARN) >= 0
                        ? health.map(DatasetHealth::reason).orElse("")
                        : "",
                health.flatMap(DatasetHealth::newest).map(words::moment),
                health.flatMap(DatasetHealth::lastSuccess)
                        .map(RunRecord::bytes)
                        .map(words::size)
                        .orElse(""));
    }
}
