package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Absence;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Shop;
import io.slackwater.discovery.Uncovered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Databases that a restore created beside the original. They are not backed up for a day, and are backed up afterwards.
 */
class RestoredDatabasesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Look look = new Look();

    @Test
    void aNewlyRestoredDatabaseIsNotedAndNotBackedUp() throws Exception {
        Inventory inventory = look(database("copy", restored("copy", Duration.ofHours(1))));

        assertThat(ids(inventory)).contains("shop.db.app").doesNotContain("shop.db.copy");
        assertThat(Look.said(inventory, Uncovered.Severity.NOTE))
                .contains("database copy: Restore r-1 created it as a copy; it is not backed up until"
                        + " 2026-06-01T23:00:00Z, then like any other database.");
        assertThat(Look.said(inventory, Uncovered.Severity.ALARM)).isEmpty();
    }

    @Test
    void aRestoredDatabaseIsBackedUpAfterADay() throws Exception {
        assertThat(ids(look(database("copy", restored("copy", Duration.ofHours(24))))))
                .contains("shop.db.copy");
    }

    @Test
    void aRenamedRestoredDatabaseIsBackedUp() throws Exception {
        assertThat(ids(look(database("orders", restored("orders_restored", Duration.ofMinutes(1))))))
                .contains("shop.db.orders");
    }

    @Test
    void aRecreatedDatabaseIsBackedUp() throws Exception {
        String comment = restored("copy", Duration.ofMinutes(1));

        assertThat(ids(look(database("copy", comment).replace("71/16384", "71/16385"))))
                .contains("shop.db.copy");
    }

    @Test
    void aRestoredDatabaseThatALabelNamesIsBackedUp() throws Exception {
        look.docker
                .with(postgres().label("slackwater.databases", "app,copy"))
                .answers("shop-db-1", "psql", cluster(database("copy", restored("copy", Duration.ofMinutes(1)))));

        assertThat(ids(look.look())).contains("shop.db.copy");
    }

    @Test
    void aRestoredDatabaseWithBackupsIsBackedUp() throws Exception {
        look.backedUp.add("shop.db.copy");

        assertThat(ids(look(database("copy", restored("copy", Duration.ofMinutes(1))))))
                .contains("shop.db.copy");
    }

    @Test
    void aDatabaseIsAbsentDuringItsRestore() throws Exception {
        look.backedUp.add("shop.db.copy");
        String comment = new RestoreMark("r-1", "5a5a5a5a", NOW.minusSeconds(9)).comment("copy");
        look.docker
                .with(postgres().label("slackwater.databases", "app,copy"))
                .answers("shop-db-1", "psql", cluster(database("copy", comment)));
        Inventory inventory = look.look();

        assertThat(ids(inventory)).contains("shop.db.app").doesNotContain("shop.db.copy");
        assertThat(Absence.of(inventory, "shop.db.copy", "shop-db", true)).isEqualTo(Absence.VANISHED);
        assertThat(Look.notes(inventory))
                .contains("database copy: Restore r-1 is putting snapshot 5a5a5a5a into it, or was interrupted, so"
                        + " the database is incomplete.");
        assertThat(Look.alarms(inventory)).isEmpty();
    }

    @Test
    void aDatabaseOfAnInterruptedRestoreIsBackedUpAfterADay() throws Exception {
        String comment = new RestoreMark("r-1", "5a5a5a5a", NOW.minus(Duration.ofDays(1))).comment("copy");

        assertThat(ids(look(database("copy", comment)))).contains("shop.db.copy");
    }

    @Test
    void aForeignCommentIsIgnored() throws Exception {
        for (String comment : List.of(
                "our main database", "Slackwater: restore r is putting snapshot s here at noon, under the name copy")) {
            assertThat(RestoreMark.of("copy", comment)).isEmpty();
        }
    }

    @Test
    void aNameWithALineBreakIsReadUnchanged() {
        RestoreMark mark = new RestoreMark("r-1", "5a5a5a5a", NOW);

        assertThat(RestoreMark.of("a\nb 'c'", mark.comment("a\nb 'c'"))).contains(mark);
    }

    private Inventory look(String database) throws Exception {
        look.docker.with(postgres()).answers("shop-db-1", "psql", cluster(database));
        return look.look();
    }

    private static ContainerBuilder postgres() {
        return ContainerBuilder.service("shop", "db")
                .image("pgvector/pgvector:pg17")
                .env("PGDATA", "/var/lib/postgresql/data")
                .volume("pg", "/var/lib/postgresql/data")
                .enabled();
    }

    /** A complete restored database. The journal knows it, and it has the original comment. */
    private String restored(String name, Duration age) {
        look.restored.put("71/16384 " + name, new RestoreMark("r-1", "5a5a5a5a", NOW.minus(age)));
        return "our main database";
    }

    private static String database(String name, String comment) {
        return "{\"name\":\"" + name + "\",\"connectable\":true,\"broken\":false,\"comment\":\"" + comment
                + "\",\"identity\":\"71/16384\"}";
    }

    private static String cluster(String more) {
        return Shop.cluster("app").replace("]}\n", "," + more + "]}\n");
    }

    private static List<String> ids(Inventory inventory) {
        return inventory.datasets().stream().map(Dataset::id).toList();
    }
}
