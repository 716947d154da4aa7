package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Snapshot;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

    @Test
    void theLastSnapshotOfADayIsKept() {
        var decision =
                apply(new RetentionPolicy("p", 1, 0, 0, 0), at("2026-03-01T02:00:00Z"), at("2026-03-01T20:00:00Z"));

        // The older one is also the oldest of all, but the tier is full.
        assertThat(decision.keep().keySet()).containsExactly("2026-03-01T20:00:00Z");
        assertThat(decision.forget()).containsExactly("2026-03-01T02:00:00Z");
    }

    @Test
    void aDayFollowsTheTimeZoneOfThePolicy() {
        // 23:30Z is half past midnight in Zurich, the same day as noon.
        List<Snapshot> snapshots = List.of(at("2026-01-01T23:30:00Z"), at("2026-01-02T11:00:00Z"));

        assertThat(new Retention(new RetentionPolicy("p", 2, 0, 0, 0), ZoneOffset.UTC)
                        .apply(snapshots, Set.of())
                        .keep()
                        .get("2026-01-01T23:30:00Z"))
                .containsExactly("daily snapshot");
        assertThat(new Retention(new RetentionPolicy("p", 2, 0, 0, 0), ZURICH)
                        .apply(snapshots, Set.of())
                        .keep()
                        .get("2026-01-01T23:30:00Z"))
                .containsExactly("oldest daily snapshot");
    }

    @Test
    void theDefaultRetentionKeepsFiftySnapshotsOfTenYears() {
        Snapshot[] daily = IntStream.range(0, 3652)
                .mapToObj(day -> at(Instant.parse("2016-11-21T02:00:00Z")
                        .plusSeconds(86_400L * day)
                        .toString()))
                .toArray(Snapshot[]::new);

        var decision = apply(new RetentionPolicy("p", 30, 12, 12, 5), daily);

        assertThat(decision.keep()).hasSizeBetween(48, 52);
        assertThat(decision.keep().values().stream().filter(r -> r.contains("yearly snapshot")))
                .hasSize(5);
    }

    @Test
    void aPolicyWithoutTiersForgetsNothing() {
        var decision =
                apply(new RetentionPolicy("p", 0, 0, 0, 0), at("2020-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z"));

        assertThat(decision.forget()).isEmpty();
    }

    @Test
    void aPinFollowsTheFirstIdOfARewrittenSnapshot() {
        Snapshot rewritten = new Snapshot(
                "new",
                Optional.of("first"),
                OffsetDateTime.parse("2020-01-01T00:00:00Z"),
                "h",
                List.of(),
                List.of(),
                1,
                "tree");
        List<Snapshot> snapshots = List.of(rewritten, at("2026-01-01T00:00:00Z"), at("2019-01-01T00:00:00Z"));

        var decision = new Retention(new RetentionPolicy("p", 1, 0, 0, 0), ZURICH).apply(snapshots, Set.of("first"));

        assertThat(decision.keep().get("new")).containsExactly("pinned");
        assertThat(decision.forget()).containsExactly("2019-01-01T00:00:00Z");
    }

    @Property
    void everySnapshotIsKeptOrForgottenAndTheNewestAndPinsAreKept(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(max = 3_000_000) Integer> minutes,
            @ForAll @IntRange(max = 40) int daily,
            @ForAll @IntRange(max = 20) int weekly,
            @ForAll @IntRange(max = 20) int monthly,
            @ForAll @IntRange(max = 5) int yearly) {
        List<Snapshot> snapshots = snapshots(minutes);
        Set<String> pins = Set.of(snapshots.get(snapshots.size() / 2).id());
        Retention retention = new Retention(new RetentionPolicy("p", daily, weekly, monthly, yearly), ZURICH);

        var decision = retention.apply(snapshots, pins);

        Set<String> all = new HashSet<>(decision.keep().keySet());
        assertThat(all).containsAll(pins);
        assertThat(java.util.Collections.disjoint(all, decision.forget())).isTrue();
        all.addAll(decision.forget());
        assertThat(all).hasSize(snapshots.size());
        assertThat(decision.keep().values().iterator().next()).contains("newest");
        // Doing it again forgets nothing more.
        List<Snapshot> kept = snapshots.stream()
                .filter(snapshot -> decision.keep().containsKey(snapshot.id()))
                .toList();
        assertThat(retention.apply(kept, pins).forget()).isEmpty();
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

    private static Retention.Decision apply(RetentionPolicy policy, Snapshot... snapshots) {
        return new Retention(policy, ZURICH).apply(List.of(snapshots), Set.of());
    }

    private static Snapshot at(String time) {
        return new Snapshot(
                time, Optional.empty(), OffsetDateTime.parse(time), "h", List.of("/x"), List.of(), 1, "tree");
    }
}
