package io.slackwater.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.SignIn;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.freeze.FreezeLease;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.SqliteJournal;
import io.slackwater.run.RunFailure.Failed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that cannot be read in the time that its workload may stand. */
class FreezeLimitReachedTest {

    private static final Dataset FILES = new Dataset(
            "shop-cache-files",
            Environments.CACHE.workload(),
            "files",
            Kind.VOLUME,
            new Source.Tree(Path.of("/srv/files"), "/data", List.of()),
            Method.FREEZE,
            "system",
            List.of());

    private static Workload allowed(Duration max, Map<String, String> labels) {
        Workload any = Environments.inventory(FILES).workload(FILES.workload()).orElseThrow();
        return new Workload(
                any.id(), any.container(), Kind.VOLUME, "system", max, SignIn.NONE, labels, List.of(FILES), List.of());
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
    void it_is_not_tried_again_and_names_the_limit_and_where_it_was_set() {
        Failed failed = TreeWindow.broken(new Broken("the freeze lasted longer than it may", true), LABELLED);
        assertThat(failed.canPass()).isFalse();
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE_LIMIT);
        assertThat(failed)
                .hasMessageStartingWith("the freeze of shop-cache-1 reached its limit while it was read: 1 s, from the"
                        + " label slackwater.freeze.max of container shop-cache-1; ")
                .hasMessageContainingAll("Raise", "slackwater.volumes.exclude", "slackwater.method=hot");
        Workload byPolicy = allowed(Duration.ofMillis(1500), Map.of());
        assertThat(TreeWindow.broken(new Broken("late", true), byPolicy))
                .hasMessageContaining("1.5 s, from limits.freezeMax in the policy");
    }

    @Test
    void what_somebody_else_broke_is_tried_again() {
        Failed failed = TreeWindow.broken(new Broken("somebody else changed container x (unpause)", false), LABELLED);
        assertThat(failed.canPass()).isTrue();
        assertThat(failed.endCause()).isEqualTo(EndCause.FREEZE);
        assertThat(failed)
                .hasMessage(
                        "the freeze of shop-cache-1 did not hold while it was read: somebody else changed container x"
                                + " (unpause); the snapshot is discarded");
    }

    @Test
    void a_button_press_after_it_is_refused_with_the_limit(@TempDir Path directory) {
        try (SqliteJournal journal = SqliteJournal.open(directory.resolve("journal.db"), Clock.systemUTC())) {
            journal.note(DatasetNotes.frozen(FILES.id()), "1210");
            Inventory inventory = new Inventory(Instant.EPOCH, List.of(LABELLED), List.of());
            assertThat(new AdoptionRules(journal, () -> inventory)
                            .hopeless(FILES)
                            .orElseThrow())
                    .startsWith(
                            "it would freeze too long: its last freeze took 1.21 s, and its limit is 1 s, from the label"
                                    + " slackwater.freeze.max of container shop-cache-1. Raise");
            assertThat(new AdoptionRules(journal, () -> inventory).instead(FILES))
                    .as("a run of ours would freeze it as long again")
                    .isEmpty();
            Inventory raised =
                    new Inventory(Instant.EPOCH, List.of(allowed(Duration.ofSeconds(2), Map.of())), List.of());
            assertThat(new AdoptionRules(journal, () -> raised).hopeless(FILES)).isEmpty();
        }
    }
}
