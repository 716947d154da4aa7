package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Decides which mounts are never backed up, even if a label includes them. Stateless. */
record MountRules(Path dataRoot, OwnPaths own) {

    private static final String WORKING_DIRECTORY = "com.docker.compose.project.working_dir";

    /** Directories of the kernel, devices, and run-time state of the host. */
    private static final List<Path> NO_DATA =
            List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"), Path.of("/run"), Path.of("/var/run"));

    /** Directories of the operating system. Mounts of them are rarely user data. */
    private static final List<Path> MACHINE = List.of(
            Path.of("/tmp"), Path.of("/usr"), Path.of("/lib"), Path.of("/etc/localtime"), Path.of("/etc/timezone"));

    /** Why a mount is not backed up, and what the user can do. */
    record Refusal(Severity severity, String reason, String remedy, Gap gap) {

        private static Refusal note(String reason) {
            return new Refusal(Severity.NOTE, reason, "nothing: Slackwater never stores it", Gap.NO_BACKUP);
        }

        static Refusal alarm(String reason, String remedy) {
            return new Refusal(Severity.ALARM, reason, remedy, Gap.NO_BACKUP);
        }
    }

    /**
     * Why a mount is not backed up; empty when it may be.
     *
     * @param include the mounts that the label {@code slackwater.volumes.include} names
     */
    Optional<Refusal> refusal(Container container, Mount mount, Destinations include) {
        if (mount.type() == Mount.Type.TMPFS) {
            return Optional.of(Refusal.note("it is a tmpfs, whose content is lost when the container stops"));
        }
        Path source = mount.source();
        if (!source.isAbsolute()) {
            return Optional.of(Refusal.alarm(
                    "Docker reports no path on the host for this mount (driver " + mount.driver() + ")",
                    "keep the data in a volume of the local driver or a bind mount"));
        }
        Optional<Refusal> byPlace = byPlace(source, mount);
        if (byPlace.isPresent()) {
            return byPlace;
        }
        if (mount.type() == Mount.Type.BIND && !include.name(mount.destination())) {
            return outside(container, source, mount);
        }
        return Optional.empty();
    }

    private Optional<Refusal> byPlace(Path source, Mount mount) {
        boolean sock =
                source.toString().endsWith(".sock") || mount.destination().endsWith(".sock");
        if (sock || source.getNameCount() == 0 || NO_DATA.stream().anyMatch(source::startsWith)) {
            return Optional.of(Refusal.note(
                    source + " is a socket, the host's root, or a system directory without data of services"));
        }
        Optional<OwnPaths.Place> place = own.holding(source);
        if (place.isPresent()) {
            return Optional.of(refusal(place.get(), source, mount));
        }
        boolean daemons =
                dataRoot.startsWith(source) || (source.startsWith(dataRoot) && mount.type() != Mount.Type.VOLUME);
        return daemons
                ? Optional.of(Refusal.note(source + " contains the Docker daemon's own data (" + dataRoot + ")"))
                : Optional.empty();
    }

    /**
     * Refuses a path of Slackwater's own. Alarms when a service writes to restored data in a restore directory, because
     * no backup contains that data.
     */
    private static Refusal refusal(OwnPaths.Place place, Path source, Mount mount) {
        return place.use() == OwnPaths.Use.RESTORED_DATA && mount.writable()
                ? Refusal.alarm(
                        "the mounted directory is in the restore directory " + place.path()
                                + ", which is never backed up",
                        "move the data out of " + place.path() + ", or exclude it: slackwater.volumes.exclude: \""
                                + mount.destination() + "\"")
                : Refusal.note(source + " contains " + place.what() + " and is never backed up");
    }

    private static Optional<Refusal> outside(Container container, Path source, Mount mount) {
        String directory = container.labels().getOrDefault(WORKING_DIRECTORY, "");
        if (!directory.isEmpty() && source.startsWith(Path.of(directory).normalize())) {
            return Optional.empty();
        }
        String reason = directory.isEmpty()
                ? source + " is a directory of the host, and the container belongs to no Compose project"
                : source + " is outside the project's directory " + directory;
        // A writable mount may contain the container's data, so its exclusion must be reported.
        boolean data = mount.writable() && MACHINE.stream().noneMatch(source::startsWith);
        return Optional.of(new Refusal(
                data ? Severity.ALARM : Severity.NOTE,
                reason,
                "to back it up, set slackwater.volumes.include: \"" + mount.destination()
                        + "\", together with the other mounts to back up"
                        + (data ? "; or exclude it: slackwater.volumes.exclude: \"" + mount.destination() + "\"" : ""),
                Gap.NO_BACKUP));
    }
}
