package io.slackwater.kind.config;

import io.slackwater.discovery.ProjectInspection;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.repository.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reports the files of each project that are not stored with its configuration. Searches a project's files at most once
 * a minute. Safe for use by several threads.
 */
final class ConfigCoverage {

    private static final Duration FRESH = Duration.ofMinutes(1);

    /** The findings of one search, with the inputs that led to them. */
    private record Look(Instant at, ConfigRules rules, List<Container> containers, List<Uncovered> found) {

        boolean holds(Instant now, ConfigRules by, List<Container> of) {
            return now.isBefore(at.plus(FRESH)) && rules.equals(by) && containers.equals(of);
        }
    }

    private final Map<WorkloadId, Look> looks = new HashMap<>();

    /** Reports the files that are not stored. Repeats the last findings while they are less than a minute old. */
    synchronized void report(ProjectInspection asked, ConfigRules rules) {
        Look known = looks.get(asked.workload());
        if (known == null || !known.holds(asked.at(), rules, asked.containers())) {
            known = new Look(
                    asked.at(), rules, asked.containers(), uncovered(rules, asked.workload(), asked.containers()));
            looks.put(asked.workload(), known);
        }
        known.found().forEach(asked::report);
    }

    /** The rules of the project's last inspection; empty when it was not inspected. */
    synchronized Optional<ConfigRules> rules(WorkloadId workload) {
        return Optional.ofNullable(looks.get(workload)).map(Look::rules);
    }

    /** Forgets all other workloads. */
    synchronized void keep(Set<WorkloadId> workloads) {
        looks.keySet().retainAll(workloads);
    }

    private static List<Uncovered> uncovered(ConfigRules rules, WorkloadId id, List<Container> containers) {
        // A directory that is not mounted has its own alarm. Its files are not listed.
        if (ProjectFiles.directories(containers).stream().noneMatch(Files::isDirectory)) {
            return List.of();
        }
        try {
            return new ProjectFiles(rules)
                    .select(containers).notStored().stream()
                            .map(one -> uncovered(id, one))
                            .toList();
        } catch (IOException e) {
            return List.of(new Uncovered(
                    Uncovered.Severity.ALARM,
                    id,
                    new Subject.Other("configuration of project " + id.project()),
                    "Slackwater cannot tell which of its files are stored: " + FileError.reason(e),
                    "make Slackwater's secrets directory readable for the sidecar"));
        }
    }

    private static Uncovered uncovered(WorkloadId id, NotStored one) {
        return new Uncovered(
                one.alarming() ? Uncovered.Severity.ALARM : Uncovered.Severity.NOTE,
                id,
                new Subject.Files(one.path(), one.count()),
                "the backup of the configuration of project " + id.project() + " lacks it: " + one.why(),
                one.remedy());
    }
}
