package io.slackwater.kind.config;

import io.slackwater.capture.StreamCapture;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.HostView;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.KindProfile.DumpTrait;
import io.slackwater.discovery.ProjectInspection;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The configuration of a Compose project: the files that a rebuild needs besides the data. */
public final class ConfigKind implements ServiceKind {

    private static final String TAR = "tar";

    /** The dump contains passwords, in env files and in the output of {@code docker inspect}. */
    public static final KindProfile PROFILE = new KindProfile(
            new Kind("config"), "critical", List.of(), Map.of(), Map.of(TAR, Set.of(DumpTrait.PASSWORDS)), Set.of());

    private final ConfigCoverage coverage = new ConfigCoverage();
    private final StreamCapture capture;
    private final Predicate<Path> mounted;

    /**
     * Creates the kind.
     *
     * @param mounted whether a directory of the host is mounted into the sidecar
     */
    public ConfigKind(Docker docker, ConfigSources sources, Predicate<Path> mounted) {
        this.capture = new ConfigCapture(docker, sources, this::rules, Path.of(System.getProperty("java.io.tmpdir")));
        this.mounted = mounted;
    }

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public Optional<Dataset> inspect(ProjectInspection asked) {
        Subject subject =
                new Subject.Other("configuration of project " + asked.workload().project());
        ProjectFiles.directories(asked.containers()).stream()
                .findFirst()
                .filter(mounted.negate())
                .ifPresent(directory -> asked.report(notMounted(asked.workload(), subject, directory)));
        Optional<Dataset> dataset = asked.dump(
                "config", TAR, subject, subject.text() + ": the files that a rebuild needs besides the data");
        if (dataset.isPresent()) {
            coverage.report(asked, new ConfigRules(asked.policy().config(), asked.reserved()));
        }
        return dataset;
    }

    /**
     * Alarms that the project's directory is not mounted into the sidecar. The tar also lists its missing files, but
     * the user must know before a restore.
     */
    private static Uncovered notMounted(WorkloadId workload, Subject subject, Path directory) {
        return new Uncovered(
                Uncovered.Severity.ALARM,
                workload,
                subject,
                "its directory " + directory
                        + " is not mounted into the sidecar, so its compose files, .env and other files are not backed up",
                HostView.mount(directory));
    }

    /** The rules that select a project's configuration files; empty when the project was not inspected. */
    Optional<ConfigRules> rules(WorkloadId workload) {
        return coverage.rules(workload);
    }

    @Override
    public void keep(Set<WorkloadId> workloads) {
        coverage.keep(workloads);
    }

    @Override
    public StreamCapture capture(Source.Stream source) {
        return capture;
    }
}
