package io.slackwater.app;

import static io.slackwater.app.Shell.sh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.journal.RestoreRecord;
import io.slackwater.journal.RestoreStep;
import io.slackwater.journal.Trigger;
import io.slackwater.kind.RestoreException;
import io.slackwater.restore.InPlaceRestores;
import io.slackwater.restore.InPlaceRestores.Selection;
import io.slackwater.restore.Requester;
import io.slackwater.restore.RestoreScope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server's databases are damaged, restored in place and compared. */
class InPlaceRestoreIT {

    private static final String PROJECT = "switplace";
    private static final String APP = PROJECT + ".db.app";
    private static final Requester ADMIN = new Requester("ann", true);
    private static final Selection LATEST = new Selection("latest", Optional.empty());
    private static final String CONTENT = "select md5(string_agg(t::text, '|' order by id)) || ' ' ||"
            + " (select count(*) from pg_indexes where indexdef like '%hnsw%') from items t";

    /** The databases beside live ones, and whether users may connect to them. */
    private static final String BESIDE = "select datname || ' ' || case when datallowconn then 't' else 'f' end"
            + " from pg_database where datname like '%slackwater%' order by datname";

    @TempDir
    static Path directory;

    private static AppHarness harness;
    private static String original;

    @BeforeAll
    static void start() throws Exception {
        Stack.remove(PROJECT);
        Stack.postgres(PROJECT, "db");
        original = psql("app", CONTENT);
        harness = AppHarness.of(directory, PROJECT);
        harness.look();
        harness.settled();
    }

    @AfterAll
    static void stop() throws Exception {
        if (harness != null) {
            harness.close();
        }
        Stack.remove(PROJECT);
    }

    @BeforeEach
    void intact() throws Exception {
        assertThat(psql("app", CONTENT)).isEqualTo(original);
    }

    private static String psql(String database, String sql) {
        return Stack.psql(PROJECT, "db", database, sql);
    }

    private static InPlaceRestores restores() {
        return harness.app.backups.inPlaceRestores;
    }

    private static RestoreRecord restored(RestoreScope scope) throws Exception {
        InPlaceRestores.Offer offer = restores().plan(ADMIN, scope, LATEST);
        return ended(restores()
                .start(ADMIN, offer.plan().id(), offer.token(), offer.plan().phrase()));
    }

    private static RestoreRecord ended(RestoreRecord started) {
        return Awaitility.await("the end of a restore")
                .atMost(Duration.ofSeconds(100))
                .until(
                        () -> harness.app.restores().find(started.id()).orElseThrow(),
                        restore -> restore.state() != RestoreRecord.State.RUNNING);
    }

    @Test
    void aDroppedTableIsBackWithOwnerRightsSettingsAndTheOldDataStayBeside() throws Exception {
        psql("app", "alter database app set work_mem = '12MB'; grant connect on database app to webapp;");
        harness.backup(APP);
        psql("app", "drop table items; create table after_backup (id int);");

        RestoreRecord restore = restored(new RestoreScope.OneDataset(APP));

        assertThat(restore.message()).isEmpty();
        assertThat(restore.state()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(psql("app", CONTENT)).isEqualTo(original);
        assertThat(psql("app", "show work_mem")).isEqualTo("12MB");
        assertThat(psql("app", "select has_database_privilege('webapp', 'app', 'connect')"))
                .isEqualTo("t");
        assertThat(psql("postgres", BESIDE)).matches("app_slackwater_[0-9a-f]{8} f(\\n.*)*");
        // The safety snapshot has the damaged data, so it is never the newest one for a restore.
        assertThat(harness.app
                        .journal()
                        .runs()
                        .newest(APP, 1)
                        .getFirst()
                        .identity()
                        .trigger())
                .isEqualTo(Trigger.RESTORE);
        assertThat(restored(new RestoreScope.OneDataset(APP)).snapshot()).isEqualTo(restore.snapshot());

        harness.look();
        assertThat(harness.datasets()).noneMatch(id -> id.contains("slackwater"));
    }

    @Test
    void aClientThatReconnectsWaitsOnlyForTheRenaming() throws Exception {
        sh(
                "docker exec -d " + PROJECT + "-db-1 bash -c 'until [ -e /tmp/stop ]; do t=$(date +%s%N);"
                        + " psql -U appowner -d app -XAtc \"select count(*) from items\" >/dev/null 2>&1 && echo $t; done > /tmp/answers'");

        RestoreRecord restore = restored(new RestoreScope.OneDataset(APP));

        assertThat(restore.message()).isEmpty();
        String longest = sh("docker exec " + PROJECT + "-db-1 bash -c 'sleep 1; touch /tmp/stop;"
                + " awk \"NR > 1 && \\$1 - last > max { max = \\$1 - last } { last = \\$1 } END { print int(max / 1000000) }\""
                + " /tmp/answers'");
        assertThat(Integer.parseInt(longest.strip()))
                .as("the longest time without an answer, in milliseconds")
                .isLessThan(2000);
    }

    @Test
    void aWholeServerIsRestoredWithItsRolesAndADroppedDatabase() throws Exception {
        psql("postgres", "drop database \"we ird-DB\" with (force)");
        psql("app", "delete from items");

        RestoreRecord restore = restored(new RestoreScope.OneWorkload(PROJECT + "-db"));

        assertThat(restore.state()).as(restore.message()).isEqualTo(RestoreRecord.State.SUCCEEDED);
        assertThat(psql("app", CONTENT)).isEqualTo(original);
        assertThat(psql("postgres", "select pg_get_userbyid(datdba) from pg_database where datname = 'we ird-DB'"))
                .isEqualTo("webapp");
    }

    @Test
    void aFailedRestoreLeavesTheLiveDataUntouchedAndNothingBeside() throws Exception {
        String before = psql("postgres", BESIDE);
        // The database beside can be created but not filled: the library of its extension is missing. A dump needs it
        // too, so no safety snapshot is made.
        InPlaceRestores.Offer offer = restores().plan(ADMIN, new RestoreScope.OneDataset(APP), LATEST);
        sh("docker exec " + PROJECT + "-db-1 bash -c 'cd /usr/lib/postgresql/17/lib && mv vector.so vector.away'");
        RestoreRecord restore;
        try {
            restore = ended(restores()
                    .start(
                            ADMIN,
                            offer.plan().id(),
                            offer.token(),
                            offer.plan().phrase() + " without safety snapshot"));
        } finally {
            sh("docker exec " + PROJECT + "-db-1 bash -c 'cd /usr/lib/postgresql/17/lib && mv vector.away vector.so'");
        }

        assertThat(restore.state()).isEqualTo(RestoreRecord.State.FAILED);
        assertThat(restore.step()).isEqualTo(RestoreStep.FILLING);
        assertThat(restore.message()).contains("vector");
        assertThat(psql("postgres", BESIDE)).isEqualTo(before);
        assertThat(psql("app", CONTENT)).isEqualTo(original);
    }

    @Test
    void aPlanThatIsNoLongerTrueIsRefused() throws Exception {
        InPlaceRestores.Offer offer = restores().plan(ADMIN, new RestoreScope.OneDataset(APP), LATEST);
        harness.backup(APP);

        assertThatThrownBy(() -> restores()
                        .start(
                                ADMIN,
                                offer.plan().id(),
                                offer.token(),
                                offer.plan().phrase()))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("is no longer true");
    }

    @Test
    void aDatabaseWithASubscriptionIsRefusedWithTheRemedy() throws Exception {
        psql(
                "app",
                "create subscription feed connection 'dbname=app' publication news with (connect = false, slot_name = none)");
        try {
            assertThat(restores()
                            .plan(ADMIN, new RestoreScope.OneDataset(APP), LATEST)
                            .plan()
                            .refusals())
                    .singleElement()
                    .asString()
                    .contains("subscriptions", "feed", "drop them");
        } finally {
            psql("app", "drop subscription feed");
        }
    }

    @Test
    void theOldDataAreRemovedWhenTheirTimeIsOver() throws Exception {
        RestoreRecord restore = restored(new RestoreScope.OneDataset(APP));
        assertThat(restore.step()).isEqualTo(RestoreStep.FINISHING);

        harness.app
                .journal()
                .replacedData()
                .of(restore.id())
                .forEach(data -> harness.app.journal().replacedData().kept(data, Optional.of(Instant.EPOCH)));
        restores().settle();

        String beside =
                harness.app.journal().replacedData().of(restore.id()).getFirst().beside();
        assertThat(psql("postgres", "select count(*) from pg_database where datname = '" + beside + "'"))
                .isEqualTo("0");
    }
}
