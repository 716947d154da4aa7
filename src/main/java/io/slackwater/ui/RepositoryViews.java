package io.slackwater.ui;

import io.slackwater.alert.Alarm;
import io.slackwater.alert.AlarmSource;
import io.slackwater.host.Disk;
import io.slackwater.journal.AlarmRecord;
import io.slackwater.journal.RepositorySize;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import io.slackwater.repository.Repositories;
import io.slackwater.run.Maintenance;
import io.slackwater.run.MaintenanceJob;
import io.slackwater.schedule.NextRun;
import io.slackwater.schedule.Task;
import io.slackwater.ui.RepositoriesQuery.By;
import io.slackwater.ui.RepositoriesView.JobLine;
import io.slackwater.ui.RepositoriesView.Line;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the page of the repositories with two queries of the journal. Safe for use by several threads. */
final class RepositoryViews {

    private static final int JOBS = 20;

    private final Sources sources;
    private final Clock clock;

    /**
     * What the page shows.
     *
     * @param space the size of a repository, by its name
     * @param checked the last check of a repository, by its name
     * @param inKit the repositories whose keys are in the exported recovery kit
     * @param sizes the recorded sizes of all repositories, oldest first
     * @param alarms the raised alarms
     * @param jobs the maintenance since Slackwater started, newest first
     */
    record Sources(
            Supplier<Policy> policy,
            Function<String, Repositories.Space> space,
            Supplier<List<Disk>> disks,
            Function<String, Optional<Maintenance.Check>> checked,
            Supplier<List<NextRun>> nextRuns,
            Supplier<Set<String>> inKit,
            Supplier<List<RepositorySize>> sizes,
            Supplier<List<AlarmRecord>> alarms,
            Supplier<List<MaintenanceJob>> jobs) {}

    RepositoryViews(Sources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** A repository with what is known about it. */
    private record Known(
            RepositoryPolicy policy,
            Repositories.Space space,
            Optional<Disk> disk,
            Optional<Maintenance.Check> check,
            Optional<NextRun> schedule,
            Optional<AlarmRecord> alarm,
            boolean kit) {

        Optional<Instant> full() {
            return disk.flatMap(Disk::fullAt);
        }

        Light light() {
            if (alarm.isPresent()) {
                return alarm.get().severity().equals(Alarm.Severity.CRITICAL.word()) ? Light.BAD : Light.WARN;
            }
            return check.filter(one -> one == Maintenance.Check.FAILED).isPresent() || !kit ? Light.WARN : Light.OK;
        }
    }

    RepositoriesView view(RepositoriesQuery query, Texts texts) {
        Policy policy = sources.policy().get();
        Instant now = clock.instant();
        Set<String> kit = sources.inKit().get();
        List<Disk> disks = sources.disks().get();
        List<AlarmRecord> alarms = sources.alarms().get();
        Map<String, NextRun> checks = sources.nextRuns().get().stream()
                .filter(run -> run.task() == Task.CHECK)
                .collect(Collectors.toMap(NextRun::name, run -> run, (first, _) -> first));
        List<Known> known = policy.repositories().values().stream()
                .map(one -> new Known(
                        one,
                        sources.space().apply(one.id()),
                        disks.stream().filter(disk -> holds(disk, one.id())).findFirst(),
                        sources.checked().apply(one.id()),
                        Optional.ofNullable(checks.get(one.id())),
                        worst(alarms, one.id()),
                        kit.contains(one.id())))
                .sorted(order(query.sorting()))
                .toList();
        Phrases phrases = new Phrases(policy.timezone(), now, texts);
        Map<String, List<ChartLine.Value>> sizes = sources.sizes().get().stream()
                .collect(Collectors.groupingBy(
                        RepositorySize::repository,
                        Collectors.mapping(size -> new ChartLine.Value(size.at(), size.bytes()), Collectors.toList())));
        return new RepositoriesView(
                query.sorting().heads(Stream.of(By.values()), query.address(), "repositoryColumn", texts),
                known.stream().map(phrases::line).toList(),
                known.stream()
                        .map(one -> phrases.chart(
                                one.policy().id(),
                                sizes.getOrDefault(one.policy().id(), List.of())))
                        .filter(chart -> !chart.line().isEmpty())
                        .toList(),
                List.copyOf(policy.plans().keySet()),
                policy.hold(),
                sources.jobs().get().stream().limit(JOBS).map(phrases::job).toList());
    }

    private static boolean holds(Disk disk, String repository) {
        return disk.places().stream()
                .anyMatch(place -> place.repository().filter(repository::equals).isPresent());
    }

    /** The keys of alarms about a repository begin with its name. */
    private static Optional<AlarmRecord> worst(List<AlarmRecord> alarms, String repository) {
        return alarms.stream()
                .filter(alarm -> alarm.key().startsWith(AlarmSource.REPOSITORY.word() + ":" + repository + ":"))
                .min(Comparator.comparing(AlarmRecord::severity));
    }

    private static Comparator<Known> order(Sorting<By> sorting) {
        Comparator<Known> order = switch (sorting.by()) {
            case STATE -> Comparator.comparing(Known::light).reversed();
            case NAME -> Comparator.comparing(one -> one.policy().id());
            case SIZE -> Comparator.comparing(one -> one.space().usedBytes().orElse(-1));
            case FREE -> Comparator.comparing(one -> one.space().freeBytes().orElse(Long.MAX_VALUE));
            case FULL -> Comparator.comparing(one -> one.full().orElse(Instant.MAX));
        };
        return (sorting.descending() ? order.reversed() : order)
                .thenComparing(one -> one.policy().id());
    }

    /** Says it in the user's language. */
    private record Phrases(ZoneId zone, Instant now, Texts texts) {

        private Moment moment(Instant time) {
            return Moment.of(time, now, zone, texts);
        }

        /** The text key of the state. A state without an alarm names its reason itself. */
        private static String word(Known one, Light light) {
            return switch (light) {
                case BAD -> "repositoryBad";
                case WARN ->
                    one.alarm().isPresent()
                            ? "repositoryLook"
                            : one.kit() ? "repositoryCheckFailed" : "repositoryNeedsKit";
                case OFF, OK, BUSY -> "repositoryGood";
            };
        }

        Line line(Known one) {
            Light light = one.light();
            return new Line(
                    one.policy().id(),
                    one.policy().uri(),
                    light,
                    texts.of(word(one, light)),
                    one.alarm().map(AlarmRecord::title).orElse(""),
                    one.space().usedBytes().stream()
                            .mapToObj(texts::size)
                            .findFirst()
                            .orElse(""),
                    free(one),
                    one.full().map(this::moment),
                    one.check()
                            .map(check -> texts.of("repositoryCheck" + TextKeys.capital(check)))
                            .orElse(""),
                    one.schedule().flatMap(NextRun::lastDone).map(this::moment),
                    one.schedule().flatMap(NextRun::next).map(this::moment),
                    one.kit());
        }

        private String free(Known one) {
            return one.disk()
                    .map(disk -> texts.of("ofTotal", texts.size(disk.freeBytes()), texts.size(disk.totalBytes())))
                    .orElseGet(() -> one.space().freeBytes().stream()
                            .mapToObj(texts::size)
                            .findFirst()
                            .orElse(""));
        }

        JobLine job(MaintenanceJob job) {
            Light light = switch (job.state()) {
                case RUNNING -> Light.BUSY;
                case SUCCEEDED -> job.message().isEmpty() ? Light.OK : Light.WARN;
                case FAILED -> Light.BAD;
            };
            return new JobLine(
                    light,
                    texts.of("job" + TextKeys.capital(job.state())),
                    texts.of("job" + TextKeys.capital(job.operation()), job.repository(), job.plan()),
                    moment(job.started()),
                    (result(job) + " " + job.message()).strip());
        }

        private String result(MaintenanceJob job) {
            if (job.state() != MaintenanceJob.State.SUCCEEDED) {
                return "";
            }
            return switch (job.operation()) {
                case FORGET, DELETE -> texts.of("jobForgotten", job.result().forgotten());
                case PRUNE ->
                    job.result().freedBytes().stream()
                            .mapToObj(bytes -> texts.of("jobFreed", texts.size(bytes)))
                            .findFirst()
                            .orElse("");
                case CHECK, RETENTION -> "";
            };
        }

        Chart chart(String repository, List<ChartLine.Value> values) {
            return new ChartLine(texts, zone).of(repository, values, texts::size);
        }
    }
}
