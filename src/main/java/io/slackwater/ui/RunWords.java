package io.slackwater.ui;

import io.slackwater.journal.BackupListStore;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** Says in the words of a language what happened in a run. */
record RunWords(Texts texts, ZoneId zone, Instant now) {

    static Light light(RunState state) {
        return switch (state) {
            case SUCCEEDED -> Light.OK;
            case FAILED, UNVERIFIED -> Light.BAD;
            case CANCELLED -> Light.OFF;
            case QUEUED, CAPTURING, STORING, VERIFYING -> Light.BUSY;
        };
    }

    String word(RunState state) {
        return texts.of("run" + TextKeys.capital(state));
    }

    String trigger(RunRecord run) {
        return texts.of("trigger" + TextKeys.capital(run.trigger()));
    }

    Moment moment(Instant time) {
        return Moment.of(time, now, zone, texts);
    }

    /** How long the run worked, or works until now; empty while it waits. */
    String time(RunRecord run) {
        return run.started()
                .map(start -> texts.duration(Duration.between(start, run.ended().orElse(now))))
                .orElse("");
    }

    /** A number of bytes in words; empty when it is negative, which means unknown. */
    String size(long bytes) {
        return bytes < 0 ? "" : texts.size(bytes);
    }

    RunTable.Line line(RunRecord run) {
        return new RunTable.Line(
                run.id(),
                run.dataset(),
                light(run.state()),
                word(run.state()),
                moment(run.queued()),
                trigger(run),
                time(run),
                size(run.bytes()),
                size(run.result().added()),
                run.message());
    }

    /**
     * Lists a page of runs.
     *
     * @param here the address of the page, with what other tables of the page need
     */
    RunTable table(Address here, List<String> datasets, RunListQuery query, BackupListStore lists) {
        BackupListStore.Filter filter = query.filter(datasets, zone);
        Paging paging = Paging.of(query.page(), lists.runs(filter), "page", query.in(here), "#runs");
        return new RunTable(
                here,
                query.day().map(day -> texts.of("runsOfDay", texts.day(day))).orElseGet(() -> texts.of("runsLast")),
                query,
                Stream.of(BackupListStore.Order.values())
                        .map(by -> new Overview.Sort(
                                texts.of("runsBy" + TextKeys.capital(by)),
                                query.sortedBy(here, by) + "#runs",
                                query.direction(by)))
                        .toList(),
                Stream.of(RunListQuery.Show.values())
                        .map(show -> new RunTable.Choice(
                                show.word(), texts.of("runsShow" + TextKeys.capital(show)), show == query.show()))
                        .toList(),
                query.filters(),
                datasets.size() > 1,
                lists.runs(filter, query.sort(), query.ascending(), paging.part()).stream()
                        .map(this::line)
                        .toList(),
                paging);
    }
}
