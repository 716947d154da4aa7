package io.slackwater.policy;

import io.slackwater.policy.RepositoryPolicy.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Converts the root section of the file into a {@link Policy}. A missing section gets its default. In a written
 * section, an entry with the name of a default entry takes missing values from it.
 */
record PolicyReader(ZoneId systemZone, Map<String, String> kinds) {

    private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private static final Read<Integer> TIER = Read.number(0, 10_000);

    Policy read(Section root) {
        String instance =
                root.require("instance", "", Read.matching(INSTANCE, "letters, digits, '.', '_' and '-'"), "my-stack");
        ZoneId timezone = root.get("timezone", systemZone, PolicyValues.zone());
        Set<String> projects = root.list("projects", Set.of(), Read.name());
        Policy.Protect protect = root.get("protect", Policy.Protect.LABELLED, Read.word(Policy.Protect.class));
        boolean hold = root.get("hold", false, Read.flag());

        Section repositorySection = root.section("repositories");
        Map<String, RepositoryPolicy> repositories = named(repositorySection, Defaults.REPOSITORIES, this::repository);
        reportOverlaps(repositorySection, repositories);
        Map<String, RetentionPolicy> retention = named(root.section("retention"), Defaults.RETENTION, this::retention);
        Policy policy = new Policy(
                instance,
                timezone,
                projects,
                protect,
                hold,
                repositories,
                retention,
                named(
                        root.section("plans"),
                        Defaults.PLANS,
                        (id, entry, standard) -> plan(id, entry, standard, repositories.keySet(), retention.keySet())),
                new DrillPolicy(root.section("drills").get("schedule", Defaults.DRILLS.schedule(), PolicyValues.CRON)),
                maintenance(root.section("maintenance")),
                alerts(root.section("alerts")),
                limits(root.section("limits")),
                restore(root.section("restore"), repositories),
                config(root.section("config")));
        root.end();
        return policy;
    }

    /**
     * Reads one named entry.
     *
     * @param <T> the entry's type
     */
    private interface EntryReader<T> {
        T read(String id, Section entry, Optional<T> standard);
    }

    private static <T> Map<String, T> named(Section section, Map<String, T> defaults, EntryReader<T> reader) {
        Map<String, Section> entries = section.named(Read.name());
        if (entries.isEmpty()) {
            defaults.keySet().forEach(id -> entries.put(id, section.section(id)));
        }
        Map<String, T> values = new LinkedHashMap<>();
        entries.forEach((id, entry) -> values.put(id, reader.read(id, entry, Optional.ofNullable(defaults.get(id)))));
        return values;
    }

    private RepositoryPolicy repository(String id, Section entry, Optional<RepositoryPolicy> standard) {
        String uri =
                either(entry, "uri", standard.map(RepositoryPolicy::uri), "", RepositoryUri.read(), "/repos/" + id);
        Compression compression = entry.get(
                "compression",
                standard.map(RepositoryPolicy::compression).orElse(Compression.AUTO),
                Read.word(Compression.class));
        Optional<Path> environment = entry.find(
                "environment",
                Read.matching(Pattern.compile("/.*[^/]"), "the absolute path of a file of NAME=value lines")
                        .then(Path::of));
        return new RepositoryPolicy(id, uri, compression, environment);
    }

    private RetentionPolicy retention(String id, Section entry, Optional<RetentionPolicy> standard) {
        RetentionPolicy rest = standard.orElse(new RetentionPolicy(id, 0, 0, 0, 0));
        RetentionPolicy retention = new RetentionPolicy(
                id,
                entry.get("daily", rest.daily(), TIER),
                entry.get("weekly", rest.weekly(), TIER),
                entry.get("monthly", rest.monthly(), TIER),
                entry.get("yearly", rest.yearly(), TIER));
        if (retention.equals(new RetentionPolicy(id, 0, 0, 0, 0))) {
            entry.problem("keeps no snapshot; set daily, weekly, monthly or yearly to at least 1 (allowed: "
                    + TIER.allowed() + ")");
        }
        return retention;
    }

    private PlanPolicy plan(
            String id, Section entry, Optional<PlanPolicy> standard, Set<String> repositories, Set<String> retentions) {
        String retention = standard.map(PlanPolicy::retention).orElse(Defaults.STANDARD);
        return new PlanPolicy(
                id,
                entry.get("enabled", true, Read.flag()),
                either(
                        entry,
                        "schedule",
                        standard.map(PlanPolicy::schedule),
                        Defaults.NIGHTLY,
                        PolicyValues.CRON,
                        "\"0 2 * * *\""),
                reference(entry, "repository", repositories, standard.map(PlanPolicy::repository)),
                reference(entry, "retention", retentions, Optional.of(retention)),
                entry.list("kinds", defaultKinds(id), kind()),
                entry.get("verify", PlanPolicy.Verify.FULL, Read.word(PlanPolicy.Verify.class)),
                entry.get(
                        "engine",
                        standard.map(PlanPolicy::engine).orElse(PlanPolicy.EngineChoice.BACKREST),
                        Read.word(PlanPolicy.EngineChoice.class)),
                entry.find("maxDuration", Read.duration()),
                entry.find("rpo", Read.duration()));
    }

    /**
     * Reads the name of a repository or retention. When the plan omits it, the default's name applies, or the only name
     * in the file.
     */
    private static String reference(Section entry, String what, Set<String> names, Optional<String> standard) {
        Optional<String> first = names.stream().findFirst();
        Optional<String> implied = standard.filter(names::contains).or(() -> first.filter(_ -> names.size() == 1));
        return either(entry, what, implied, "", Read.oneOf("a known " + what, names), first.orElse("name"));
    }

    private static <T> T either(
            Section entry, String key, Optional<T> standard, T standIn, Read<T> read, String example) {
        return standard.isPresent() ? entry.get(key, standard.get(), read) : entry.require(key, standIn, read, example);
    }

    private MaintenancePolicy maintenance(Section section) {
        MaintenancePolicy standard = Defaults.MAINTENANCE;
        return new MaintenancePolicy(
                section.get("prune", standard.prune(), PolicyValues.CRON),
                section.get("check", standard.check(), PolicyValues.CRON),
                section.get("readDataSubset", standard.readDataSubset(), PolicyValues.dataSubset()));
    }

    private AlertPolicy alerts(Section section) {
        return new AlertPolicy(
                ChannelReader.read(section),
                section.find("ping", PolicyValues.webAddress()),
                section.get("repeat", Defaults.ALERTS.repeat(), Read.duration()),
                section.get("diskPercent", Defaults.ALERTS.diskPercent(), Read.number(1, 100)));
    }

    private Limits limits(Section section) {
        Limits standard = Defaults.LIMITS;
        Read<Duration> duration = Read.duration();
        return new Limits(
                section.get("concurrentRuns", standard.concurrentRuns(), Read.number(1, 64)),
                section.get("attempts", standard.attempts(), Read.number(1, 20)),
                section.get("freezeTarget", standard.freezeTarget(), Read.durationOrZero()),
                section.get("freezeMax", standard.freezeMax(), duration),
                section.get("idle", standard.idle(), duration),
                section.get("dump", standard.dump(), duration),
                section.get("lockWait", standard.lockWait(), duration),
                // Backrest's call waits for the command, and ends after a minute.
                section.get("exec", standard.exec(), Read.duration("seconds from 1s to 40s", Duration.ofSeconds(40))),
                section.get("unverifiedDays", standard.unverifiedDays(), Read.number(0, 10_000)),
                section.get("shrinkPercent", standard.shrinkPercent(), Read.number(0, 100)),
                section.get("queueLimit", standard.queueLimit(), duration),
                section.get("minFreeMiB", standard.minFreeMiB(), Read.number(0, 100_000_000)));
    }

    private static RestorePolicy restore(Section section, Map<String, RepositoryPolicy> repositories) {
        Set<Path> directories =
                section.list("directories", Set.copyOf(Defaults.RESTORE.directories()), RestoreDirectory.read());
        for (Path directory : directories) {
            repositories.values().stream()
                    .filter(repository -> repository
                            .localPath()
                            .filter(path -> directory.isAbsolute() && RestoreDirectory.overlap(directory, path))
                            .isPresent())
                    .findFirst()
                    .ifPresent(repository -> section.problem(
                            "directories",
                            Read.quoted(directory.toString()) + " overlaps the repository '" + repository.id()
                                    + "'; name a directory that nothing else uses"));
        }
        return new RestorePolicy(
                List.copyOf(directories), section.get("keepOld", Defaults.RESTORE.keepOld(), Read.duration()));
    }

    /**
     * Reports repositories that share a directory or address. Two names for one repository would give it two keys and
     * locks. A repository inside another would damage both.
     */
    private static void reportOverlaps(Section section, Map<String, RepositoryPolicy> repositories) {
        List<RepositoryPolicy> all = List.copyOf(repositories.values());
        for (RepositoryPolicy one : all) {
            all.subList(0, all.indexOf(one)).stream()
                    .filter(one::overlaps)
                    .findFirst()
                    .ifPresent(other -> section.section(one.id())
                            .problem(
                                    "uri",
                                    "the address " + Read.quoted(one.uri()) + " overlaps the repository '" + other.id()
                                            + "'; give each repository its own place"));
        }
    }

    private ConfigPolicy config(Section section) {
        return new ConfigPolicy(
                List.copyOf(section.list("include", Set.of(), PolicyValues.filePattern())),
                List.copyOf(section.list("exclude", Set.of(), PolicyValues.filePattern())),
                List.copyOf(section.list("paths", Set.of(), PolicyValues.hostPath())));
    }

    /** The kinds of service whose default plan has this name. */
    private Set<String> defaultKinds(String plan) {
        return kinds.entrySet().stream()
                .filter(kind -> kind.getValue().equals(plan))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Read<String> kind() {
        return kinds.isEmpty()
                ? Read.matching(KIND, "a kind's name of lower-case letters, digits and dashes")
                : Read.oneOf("a known kind", kinds.keySet());
    }
}
