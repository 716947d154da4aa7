package io.slackwater.alert;

import io.slackwater.health.Words;
import io.slackwater.host.Disk;
import io.slackwater.host.DiskPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For {@link AlarmSource#DISK}: a disk is used by more than the policy allows, or is full within a week. */
public final class DiskAlarms {

    private enum Cause {
        USED,
        GROWS
    }

    private static final Duration SOON = Duration.ofDays(7);

    /** Temporary files of a backup or a restore are gone sooner. */
    private static final Duration LASTING = Duration.ofHours(1);

    private static final double GIB = 1024.0 * 1024 * 1024;

    private DiskAlarms() {}

    /** @param percent the policy's {@code alerts.diskPercent} */
    public static List<Alarm> of(Collection<Disk> disks, int percent, Instant now) {
        return disks.stream().flatMap(disk -> of(disk, percent, now).stream()).toList();
    }

    private static Optional<Alarm> of(Disk disk, int percent, Instant now) {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        if (disk.usedPercent() > percent) {
            causes.add(Cause.USED);
        }
        if (disk.fullAt().filter(full -> full.isBefore(now.plus(SOON))).isPresent()) {
            causes.add(Cause.GROWS);
        }
        return causes.isEmpty()
                ? Optional.empty()
                : Optional.of(AlarmSource.DISK
                        .warning(
                                disk.name(),
                                AlarmText.of("title.disk", disk.name()),
                                detail(disk, percent),
                                remedy(disk))
                        .after(LASTING)
                        .because(causes));
    }

    private static String detail(Disk disk, int percent) {
        return "%d %% are used (alerts.diskPercent: %d), and %.1f GiB are free%s. The disk holds %s."
                .formatted(
                        disk.usedPercent(),
                        percent,
                        disk.freeBytes() / GIB,
                        disk.fullAt()
                                .map(full -> "; at the growth of the last two weeks it is full at " + Words.time(full))
                                .orElse(""),
                        disk.places().stream().map(DiskAlarms::words).collect(Collectors.joining(", ")));
    }

    private static String words(DiskPlace place) {
        return switch (place.content()) {
            case REPOSITORY -> "repository " + place.repository().orElse("");
            case DOCKER -> "Docker's volumes";
            case JOURNAL -> "Slackwater's journal";
        };
    }

    private static AlarmText remedy(Disk disk) {
        return AlarmText.joined(Stream.concat(
                        Stream.of(AlarmText.of("remedy.disk")),
                        disk.places().stream().map(place -> remedy(place.content())))
                .distinct()
                .toList());
    }

    private static AlarmText remedy(DiskPlace.Content content) {
        return AlarmText.of(
                switch (content) {
                    case REPOSITORY -> "remedy.disk.repository";
                    case DOCKER -> "remedy.disk.docker";
                    case JOURNAL -> "remedy.disk.journal";
                });
    }
}
