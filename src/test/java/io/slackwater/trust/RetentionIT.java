package io.slackwater.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slackwater.policy.RetentionPolicy;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryForger;
import io.slackwater.repository.ResticLines;
import io.slackwater.repository.ResticWorld;
import io.slackwater.repository.Snapshot;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compares Slackwater's retention with {@code restic forget --dry-run} on ten years of snapshots. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RetentionIT {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");
    private static final int GROUPS = 8;
    private static final long SEED = 20260101;

    @TempDir
    static Path root;

    private static ResticWorld world;
    private static Repository repository;
    private static List<Snapshot> all;

    /**
     * Snapshots of ten years: mostly one a day, sometimes two or none. All hours that a clock change repeats or skips
     * have one.
     */
    @BeforeAll
    static void tenYears() throws Exception {
        world = new ResticWorld(root).used();
        repository = world.repository();
        repository.open();
        RepositoryForger forger = new RepositoryForger(world.path, world.run("cat", "masterkey"));
        String tree = "0".repeat(64);
        Random random = new Random(SEED);
        int written = 0;
        for (LocalDate day = LocalDate.of(2016, 1, 1); day.isBefore(LocalDate.of(2026, 1, 1)); day = day.plusDays(1)) {
            ZonedDateTime time = ZonedDateTime.of(day, LocalTime.of(2, 30), ZURICH);
            written += write(forger, tree, time, "daily", random);
            if (random.nextInt(20) == 0) {
                write(forger, tree, time.plusHours(1 + random.nextInt(20)), "sparse", random);
            }
            if (!time.withLaterOffsetAtOverlap().equals(time)) {
                write(forger, tree, time.withLaterOffsetAtOverlap(), "sparse", random);
            }
            if (random.nextInt(25) == 0) {
                write(forger, tree, ZonedDateTime.of(day, LocalTime.of(23, 59, 59), ZURICH), "sparse", random);
                write(forger, tree, ZonedDateTime.of(day, LocalTime.MIDNIGHT, ZURICH), "sparse", random);
            }
        }
        assertThat(written).isEqualTo(3653);
        all = repository.snapshots();
        assertThat(all).hasSizeGreaterThan(3900);
    }

    @Test
    void retentionTiersEqualThoseOfRestic() throws Exception {
        assertSameAsRestic(List.of(), new RetentionPolicy("p", 30, 12, 12, 5));
        assertSameAsRestic(List.of("daily"), new RetentionPolicy("p", 30, 12, 12, 5));
        assertSameAsRestic(List.of(), new RetentionPolicy("p", 0, 0, 0, 100));
        assertSameAsRestic(List.of(), new RetentionPolicy("p", 0, 600, 0, 0));
        assertSameAsRestic(List.of(), new RetentionPolicy("p", 1, 1, 1, 1));
        assertSameAsRestic(List.of("sparse"), new RetentionPolicy("p", 7, 4, 200, 0));
    }

    @Test
    void retentionTiersOfRandomHistoriesEqualThoseOfRestic() throws Exception {
        Random random = new Random(SEED);
        for (int group = 0; group < GROUPS; group++) {
            RetentionPolicy policy = new RetentionPolicy(
                    "p", 1 + random.nextInt(40), random.nextInt(30), random.nextInt(30), random.nextInt(15));
            assertSameAsRestic(List.of("g" + group), policy);
        }
    }

    private static int write(RepositoryForger forger, String tree, ZonedDateTime time, String tag, Random random)
            throws Exception {
        int group = random.nextInt(GROUPS);
        // Small groups are histories that have just begun: most of their tiers are not full.
        String groupTag = random.nextInt(1 << group) == 0 ? ",\"g" + group + "\"" : "";
        forger.write(
                "snapshots", """
                {"time":"%s","tree":"%s","paths":["/db.dump"],"hostname":"it-stack","username":"root","tags":["%s"%s]}""".formatted(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time), tree, tag, groupTag));
        return 1;
    }

    private static void assertSameAsRestic(List<String> tags, RetentionPolicy policy) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "forget",
                "--dry-run",
                "--no-lock",
                "--json",
                "--group-by",
                "",
                "--keep-daily",
                "" + policy.daily(),
                "--keep-weekly",
                "" + policy.weekly(),
                "--keep-monthly",
                "" + policy.monthly(),
                "--keep-yearly",
                "" + policy.yearly()));
        tags.forEach(tag -> arguments.addAll(List.of("--tag", tag)));
        JsonNode group = ResticLines.JSON
                .readTree(world.run(arguments.toArray(String[]::new))
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .get(0);
        Set<String> resticForgets = new TreeSet<>();
        group.path("remove")
                .forEach(snapshot -> resticForgets.add(snapshot.path("id").asText()));

        List<Snapshot> snapshots =
                all.stream().filter(one -> one.tags().containsAll(tags)).toList();
        List<Snapshot> expired = new Retention(policy, ZURICH).expired(snapshots);

        Map<OffsetDateTime, String> differences = new TreeMap<>();
        for (Snapshot snapshot : snapshots) {
            boolean theirs = resticForgets.contains(snapshot.id());
            if (expired.contains(snapshot) != theirs) {
                differences.put(snapshot.time(), "restic " + (theirs ? "forgets" : "keeps") + " " + snapshot.id());
            }
        }
        assertThat(differences).as("%s of %s, seed %d", policy, tags, SEED).isEmpty();
        assertThat(group.path("keep")).isNotEmpty();
    }
}
