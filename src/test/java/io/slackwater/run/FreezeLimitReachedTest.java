package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.Journal;
import io.slackwater.journal.LastFreeze;
import io.slackwater.journal.RunRecords;
import io.slackwater.trust.RunFailure.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that cannot be read in the time that its workload may stand. */
class FreezeLimitReachedTest {

    private static final Dataset FILES = new Dataset(
            "shop.cache.files",
            Environments.CACHE.workload(),
            "files",
            new Source.Tree(new Kind("volume"), Path.of("/srv/files"), "/data", List.of()),
            Method.FREEZE,
            "system",
            List.of());

    private static Workload allowed(Duration max, Map<String, String> labels) {
        Workload any = Environments.inventory(FILES).workload(FILES.workload()).orElseThrow();
        return new Workload(
                any.id(),
                any.container(),
                new Kind("volume"),
                "system",
                max,
                Credentials.NONE,
                labels,
                List.of(FILES),
                List.of());
    }

    private static final Workload LABELLED = allowed(Duration.ofSeconds(1), Map.of("slackwater.freeze.max", "1s"));

    private record Broken(String reason, boolean reachedLimit) implements FreezeLease {
        @Override
        public boolean broken() {
            return true;
        }

        @Override
        public Duration frozen() {
            return Duration.ofMillis(990);
        }

        @Override
        public void close() {}
    }

    @Test
    void one_that_somebody_else_used_up_is_tried_again_and_asks_for_no_other_limit() {
        Failed failed = TreeWindow.broken(
                new Broken("the freeze lasted longer than it may", true),
                LABELLED,
                Optional.of("Backrest did not answer for 55 s"));
        assertThat(failed.canPass()).isTrue();
        assertThat(failed.endCause()).isEqualTo(EndCause.ENGINE);
        assertThat(failed)
                .hasMessageStartingWith(
                        "Backrest did not answer for 55 s while shop-cache-1 was frozen, and so that reached"
                                + " its limit (1 s, from the label slackwater.freeze.max of container shop-cache-1)")
                .message()
                .doesNotContain("Raise", "slackwater.method=hot");
        assertThat(TreeWindow.broken(new Broken("unpaused", false), LABELLED, Optional.of("Backrest did not answer"))
                        .endCause())
                .as("whose doing it was is known")
                .isEqualTo(EndCause.FREEZE);
    }

    @Test
    void it_is_not_tried_again_and_names_the_limit_and_where_it_was_set() {
        Failed failed =
                TreeWindow.broken(new Broken("the freeze lasted longer than it may", true), LABELLED, Optional.empty());
        assertThat(failed.canPass()).isFalse();
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE_LIMIT);
        assertThat(failed)
                .hasMessageStartingWith("the freeze of shop-cache-1 reached its limit while it was read: 1 s, from the"
                        + " label slackwater.freeze.max of container shop-cache-1; ")
                .hasMessageNotContaining("tried again")
                .hasMessageContainingAll("Raise", "slackwater.volumes.exclude", "slackwater.method=hot");
        Workload byPolicy = allowed(Duration.ofMillis(1500), Map.of());
        assertThat(TreeWindow.broken(new Broken("late", true), byPolicy, Optional.empty()))
                .hasMessageContaining("1.5 s, from limits.freezeMax in the policy");
    }

    @Test
    void what_somebody_else_broke_is_tried_again() {
        Failed failed = TreeWindow.broken(
                new Broken("somebody else changed container x (unpause)", false), LABELLED, Optional.empty());
        assertThat(failed.canPass()).isTrue();
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE);
        assertThat(failed)
                .hasMessage(
                        "the freeze of shop-cache-1 did not hold while it was read: somebody else changed container x"
                                + " (unpause); the snapshot is discarded");
    }

    @Test
    void a_press_after_one_that_backrest_read_starts_a_run_of_our_own_and_one_after_that_starts_none(
            @TempDir Path directory) {
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            AdoptionRules rules = new AdoptionRules(journal, () -> inventory);
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(1210), false, Optional.empty()));
            assertThat(rules.hopeless(FILES)).as("Backrest may have been slow").isEmpty();
            assertThat(rules.instead(FILES).orElseThrow())
                    .startsWith(
                            "it would freeze too long: its last freeze took 1.21 s (Backrest read meanwhile), and its"
                                    + " limit is 1 s, from the label slackwater.freeze.max of container shop-cache-1. Raise");
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(1100), true, Optional.empty()));
            assertThat(rules.instead(FILES)).isEmpty();
            assertThat(rules.hopeless(FILES).orElseThrow())
                    .startsWith(
                            "it would freeze too long: its last freeze took 1.1 s (Slackwater's own run read meanwhile)")
                    .contains("Raise", "No run is started in its place", "in vain", "backup shop.cache.files --wait");
        }
    }

    @Test
    void one_that_had_to_read_all_lets_the_button_through_as_soon_as_there_is_less_to_read(@TempDir Path directory)
            throws IOException {
        Path files = Files.createDirectory(directory.resolve("files"));
        Path big = Files.write(files.resolve("big"), new byte[3 << 20]);
        Dataset here = new Dataset(
                FILES.id(),
                FILES.workload(),
                "files",
                new Source.Tree(new Kind("volume"), files, "/data", List.of()),
                Method.FREEZE,
                "system",
                List.of());
        String repository = "4f".repeat(32);
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            AdoptionRules rules = new AdoptionRules(journal, () -> inventory);
            LastFreeze.Whole all = new LastFreeze.Whole(repository, 3 << 20);
            journal.datasets().froze(here.id(), new LastFreeze(Duration.ofSeconds(1), true, Optional.of(all)));
            assertThat(rules.hopeless(here).orElseThrow())
                    .contains(
                            "(Slackwater's own run read meanwhile: all of it, 3 MiB, for there was no snapshot to go by)")
                    .contains("until it is smaller");

            Files.write(big, new byte[(3 << 20) - 1]);
            assertThat(rules.hopeless(here)).as("a byte makes no difference").isPresent();
            Files.write(big, new byte[2 << 20]);
            assertThat(rules.hopeless(here)).as("it is much smaller").isEmpty();
            Files.write(big, new byte[3 << 20]);
            assertThat(rules.hopeless(here)).isPresent();

            RunRecords.succeed(journal, "r1", here.id(), Instant.EPOCH);
            assertThat(rules.hopeless(here))
                    .as("its snapshot is in another repository")
                    .isPresent();
            String there = journal.verdicts().of(here.id()).getFirst().repository();
            journal.datasets()
                    .froze(
                            here.id(),
                            new LastFreeze(
                                    Duration.ofSeconds(1), true, Optional.of(new LastFreeze.Whole(there, 3 << 20))));
            assertThat(FreezeEstimate.reached(here, inventory, journal.datasets(), journal.verdicts()))
                    .as("only what changed since is read")
                    .isEmpty();
            journal.datasets().froze(here.id(), new LastFreeze(Duration.ofSeconds(1), true, Optional.empty()));
            assertThat(rules.hopeless(here))
                    .as("it was only what changed that took so long")
                    .isPresent();
        }
    }

    @Test
    void a_raised_limit_or_a_freeze_that_fits_lets_the_button_through(@TempDir Path directory) {
        try (Journal journal = Journal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            assertThat(FreezeEstimate.reached(FILES, inventory, journal.datasets(), journal.verdicts()))
                    .as("never frozen")
                    .isEmpty();
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(1210), false, Optional.empty()));
            assertThat(FreezeEstimate.reached(FILES, inventory, journal.datasets(), journal.verdicts()))
                    .as("of an earlier version, which did not note who read")
                    .contains(new LastFreeze(Duration.ofMillis(1210), false, Optional.empty()));
            Inventory raised =
                    new Inventory(Instant.EPOCH, List.of(allowed(Duration.ofSeconds(2), Map.of())), List.of());
            assertThat(FreezeEstimate.reached(FILES, raised, journal.datasets(), journal.verdicts()))
                    .isEmpty();
            journal.datasets().froze(FILES.id(), new LastFreeze(Duration.ofMillis(999), false, Optional.empty()));
            assertThat(FreezeEstimate.reached(FILES, inventory, journal.datasets(), journal.verdicts()))
                    .isEmpty();
        }
    }
}
