package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Shop;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.RestoredObject;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestorePlace;
import io.slackwater.kind.ServerTarget;
import io.slackwater.kind.StoredDump;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the dumps of a PostgreSQL server may go. */
class PostgresKindTest {

    private final PostgresKind kind = new PostgresKind(new StandInDocker(), Clock.systemUTC(), dataset -> false);

    @Test
    void rolesGoIntoTheServerItself() throws Exception {
        RestorePlace place = kind.inServer(dump("roles", "sql"), target("db", ""));

        assertThat(place.object().words()).isEqualTo("the roles of workload shop-db");
        assertThat(place.object()).isEqualTo(new RestoredObject(RestoredObject.Type.ROLES, "shop-db", ""));
    }

    @Test
    void aDatabaseGoesIntoANewDatabase() throws Exception {
        RestorePlace place = kind.inServer(dump("app", "dump"), target("db", "copy"));

        assertThat(place.object().words()).isEqualTo("database copy of workload shop-db");
        assertThat(place.object()).isEqualTo(new RestoredObject(RestoredObject.Type.DATABASE, "shop-db", "copy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sql  | db    | copy | the roles of shop.db.roles go into the server, not into a database: leave out the name copy",
                "dump | db    | ''   | target.database (--database of backrest-management.sh) is missing",
                "dump | cache | copy | workload shop-cache is no PostgreSQL server but redis",
            })
    void aTargetThatMakesNoSenseIsRefused(String format, String service, String database, String why) {
        assertThatThrownBy(() -> kind.inServer(dump("roles", format), target(service, database)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.INVALID))
                .hasMessageStartingWith(why);
    }

    /** Loss prevented: PostgreSQL cuts a longer name, so the database would have a name that the user did not give. */
    @ParameterizedTest
    @CsvSource({"x, 64, 64", "ü, 32, 64", "ü, 40, 80"})
    void aDatabaseNameThatPostgresWouldCutIsRefused(String character, int times, int bytes) {
        String name = character.repeat(times);
        assertThatThrownBy(() -> kind.inServer(dump("app", "dump"), target("db", name)))
                .isInstanceOfSatisfying(
                        RestoreException.class, e -> assertThat(e.reason()).isEqualTo(RestoreException.Reason.INVALID))
                .hasMessageContainingAll(name, "has " + bytes + " bytes", "63 (NAMEDATALEN)");
    }

    @ParameterizedTest
    @CsvSource({"x, 63", "ü, 31"})
    void aDatabaseNameOfThatLengthIsAccepted(String character, int times) throws Exception {
        String name = character.repeat(times);
        assertThat(kind.inServer(dump("app", "dump"), target("db", name))
                        .object()
                        .words())
                .contains(name);
    }

    @Test
    void theOtherDumpsOfAServerNeedItsRolesElsewhere() {
        assertThat(PostgresKind.PROFILE.has(KindProfile.DumpTrait.SHARED, "sql"))
                .isTrue();
        assertThat(PostgresKind.PROFILE.has(KindProfile.DumpTrait.SHARED, "dump"))
                .isFalse();
    }

    private static StoredDump dump(String name, String format) {
        return new StoredDump(
                "shop.db." + name, "4f3c2a1b", format, "shop.db." + name + "." + format, Map.of(), sink -> {});
    }

    private static ServerTarget target(String service, String database) throws Exception {
        Look look = new Look();
        look.docker
                .with(
                        Shop.postgres("db").enabled(),
                        ContainerBuilder.service("shop", "cache")
                                .image("redis:8")
                                .enabled())
                .answers("shop-db-1", "psql", Shop.cluster("app"));
        Workload workload =
                look.look().workload(new WorkloadId("shop", service)).orElseThrow();
        return new ServerTarget("r-1", Instant.EPOCH, workload, database, true);
    }
}
