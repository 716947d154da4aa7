package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Snapshot;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @Test
    void theLastSnapshotOfADayIsKept() {
        // The older one is also the oldest of all, but the tier is full.
        assertThat(expired(1, ZURICH, "2026-03-01T02:00:00Z", "2026-03-01T20:00:00Z"))
                .containsExactly("2026-03-01T02:00:00Z");
    }

    @Test
    void aDayFollowsTheTimeZoneOfThePolicy() {
        // 23:30Z is half past midnight in Zurich, the same day as noon.
        String[] times = {"2025-12-31T11:00:00Z", "2026-01-01T23:30:00Z", "2026-01-02T11:00:00Z"};

        assertThat(expired(2, ZoneOffset.UTC, times)).containsExactly("2025-12-31T11:00:00Z");
        assertThat(expired(2, ZURICH, times)).containsExactly("2026-01-01T23:30:00Z");
    }

    @Test
    void theDefaultRetentionKeepsFiftySnapshotsOfTenYears() {
        List<Snapshot> daily = IntStream.range(0, 3652)
                .mapToObj(day -> at(Instant.parse("2016-11-21T02:00:00Z")
                        .plusSeconds(86_400L * day)
                        .toString()))
                .toList();

        List<Snapshot> kept = new ArrayList<>(daily);
        kept.removeAll(new Retention(new RetentionPolicy("p", 30, 12, 12, 5), ZURICH).expired(daily));

        assertThat(kept).hasSizeBetween(48, 52);
        assertThat(kept)
                .extracting(Snapshot::id)
                .contains("2022-12-31T02:00:00Z", "2023-12-31T02:00:00Z", "2024-12-31T02:00:00Z")
                .doesNotContain("2021-12-31T02:00:00Z");
    }

    @Test
    void aPolicyWithoutTiersForgetsNothing() {
        assertThat(expired(0, ZURICH, "2020-01-01T00:00:00Z", "2026-01-01T00:00:00Z"))
                .isEmpty();
    }

    @Property
    void theNewestSnapshotIsKeptAndASecondPassForgetsNothing(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 3_000_000) Integer> minutes,
            @ForAll @IntRange(max = 40) int daily,
            @ForAll @IntRange(max = 20) int weekly,
            @ForAll @IntRange(max = 20) int monthly,
            @ForAll @IntRange(max = 5) int yearly) {
        List<Snapshot> snapshots = snapshots(minutes);
        Retention retention = new Retention(new RetentionPolicy("p", daily, weekly, monthly, yearly), ZURICH);

        List<Snapshot> kept = new ArrayList<>(snapshots);
        kept.removeAll(retention.expired(snapshots));

        assertThat(kept).contains(Collections.max(snapshots, Comparator.comparing(Snapshot::time)));
        assertThat(retention.expired(kept)).isEmpty();
    }

    private static List<Snapshot> snapshots(List<Integer> minutes) {
        List<Snapshot> snapshots = new ArrayList<>();
        for (int minute : new HashSet<>(minutes)) {
            snapshots.add(at(Instant.parse("2020-01-01T00:00:00Z")
                    .plusSeconds(60L * minute)
                    .toString()));
        }
        return snapshots;
    }

    /** The ids that a policy with only a daily tier forgets. */
    private static List<String> expired(int daily, ZoneId zone, String... times) {
        return new Retention(new RetentionPolicy("p", daily, 0, 0, 0), zone)
                .expired(Stream.of(times).map(RetentionTest::at).toList()).stream()
                        .map(Snapshot::id)
                        .toList();
    }

    private static Snapshot at(String time) {
        return new Snapshot(
                time, Optional.empty(), OffsetDateTime.parse(time), "h", List.of("/x"), List.of(), 1, "tree");
    }
}
