package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Look;
import io.slackwater.discovery.Shop;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.ReplacedData;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.Forecast;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.ReplacementTarget;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.StoredDump;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exchange of a live database with a restored one, with a stand-in for the server's catalogue. */
class DatabaseExchangeTest {

    private static final String STATE = """
            {"identity": "71/1", "size": 52428800, "wal": 1073741824, "directory": "/data", "version": 16,
             "prepared": ["tx 1"], "slots": ["feed"], "subscriptions": ["news"], "cron": "jobs", "available": ["vector"]}
            """;

    private static final String CONTENTS = """
            ;     Dumped from database version: 17.11
            2; 3079 16386 EXTENSION - vector\s
            3; 3079 16387 EXTENSION - pg_cron\s
            4; 3079 16388 EXTENSION - postgis\s
            """;

    private final Look look = new Look();
    private final PostgresKind kind = new PostgresKind(look.docker, Clock.systemUTC(), _ -> false);
    private final DatabaseCatalog server = new DatabaseCatalog(STATE);
    private String contents = CONTENTS;
    private Workload workload;
    private Exchange exchange;

    @BeforeEach
    void server() throws Exception {
        look.docker
                .with(Shop.postgres("db").enabled())
                .answers("shop-db-1", "psql", Shop.cluster("app"))
                .runs("shop-db-1", "psql", server::psql)
                .runs("shop-db-1", "pg_restore", (_, _) -> new ExecResult(0, contents, ""))
                .answers("shop-db-1", "df", "Filesystem 1024-blocks Used Available\n/dev/a 100 40 60\n");
        workload = look.look().workload(new WorkloadId("shop", "db")).orElseThrow();
        exchange = exchange("app", "71/2");
        server.databases.putAll(Map.of("app", 1, "app_slackwater_0badcafe", 2));
    }

    private Exchange exchange(String name, String identity) throws RestoreException {
        return kind.exchange(
                workload,
                new ReplacedData(
                        "0badcafe-1",
                        0,
                        "shop.db.app",
                        "4f3c2a1b",
                        "postgres",
                        "dump",
                        "shop-db",
                        name,
                        name + "_slackwater_0badcafe",
                        identity,
                        Optional.empty()));
    }

    @Test
    void bothDatabasesAreRenamedAndUsersReachOnlyTheLiveOne() throws Exception {
        exchange.apply();
        assertThat(server.databases).isEqualTo(Map.of("app", 2, "app_slackwater_0badcafe", 1));
        assertThat(server.closed).containsExactly("app_slackwater_0badcafe");

        exchange.apply();
        assertThat(server.databases).containsEntry("app", 2);

        exchange.rollBack();
        assertThat(server.databases).isEqualTo(Map.of("app", 1, "app_slackwater_0badcafe", 2));
        assertThat(server.closed).containsExactly("app_slackwater_0badcafe");

        exchange.removeBeside();
        exchange.removeBeside();
        assertThat(server.databases).isEqualTo(Map.of("app", 1));
    }

    @Test
    void afterAFailedRenamingTheOldDatabaseAcceptsConnectionsAgain() throws Exception {
        server.busy = true;
        assertThatThrownBy(exchange::apply)
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("is being accessed by other users");
        assertThat(server.closed).contains("app");

        exchange.rollBack();
        assertThat(server.databases).containsEntry("app", 1);
        assertThat(server.closed).doesNotContain("app");
    }

    @Test
    void aDroppedDatabaseIsReplacedAndRemovedAgain() throws Exception {
        server.databases.remove("app");
        exchange.apply();
        assertThat(server.databases).isEqualTo(Map.of("app", 2));
        exchange.rollBack();
        assertThat(server.databases).isEqualTo(Map.of("app_slackwater_0badcafe", 2));
    }

    @Test
    void nothingIsRenamedWithoutTheRestoredDatabase() throws Exception {
        server.databases.put("app_slackwater_0badcafe", 3);
        assertThatThrownBy(exchange::apply).hasMessageContaining("is no longer in shop-db-1");
        assertThat(exchange("app", "").applied()).isFalse();
        assertThat(server.databases).containsEntry("app", 1);
    }

    @Test
    void theDatabasePostgresIsRenamedFromTemplate1() throws Exception {
        server.databases.putAll(Map.of("postgres", 5, "postgres_slackwater_0badcafe", 6));
        server.askedIn.clear();
        exchange("postgres", "71/6").apply();
        assertThat(server.databases).containsEntry("postgres", 6);
        assertThat(server.askedIn).containsOnly("template1");
    }

    @Test
    void aNameOf63BytesIsCutAtAWholeCharacter() {
        String longest = "ä".repeat(31) + "x";
        String beside = DatabaseExchange.beside(longest, "0badcafe-1");
        assertThat(beside).isEqualTo("ä".repeat(21) + "_slackwater_0badcafe");
        assertThat(beside.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(DatabaseExchange.isBeside(beside)).isTrue();
        assertThat(DatabaseExchange.isBeside("app_slackwater_notes")).isFalse();
    }

    private Forecast forecast(String database) throws Exception {
        return replacement("dump", database).forecast();
    }

    private Replacement replacement(String format, String name) throws Exception {
        return kind.replacement(
                new StoredDump("shop.db." + name, "4f3c2a1b", format, "app", Map.of(), _ -> {}),
                new ReplacementTarget("0badcafe-1", Instant.EPOCH, workload, name));
    }

    @Test
    void theForecastNamesTheLiveDatabaseItsSpaceAndEachObstacle() throws Exception {
        Forecast forecast = forecast("app");
        assertThat(forecast.overwrites()).isEqualTo("database app of workload shop-db, 50 MiB");
        assertThat(forecast.identity()).isEqualTo("71/1");
        assertThat(forecast.bytes()).isEqualTo(2 * 52428800L);
        assertThat(forecast.free()).as(String.valueOf(look.docker.asked)).contains(60L * 1024);
        assertThat(forecast.refusals()).hasSize(6);
        assertThat(String.join("\n", forecast.refusals()))
                .contains(
                        "prepared transactions: tx 1",
                        "logical replication slots, which would follow the old data: feed",
                        "subscriptions",
                        "pg_cron, which PostgreSQL creates only in database jobs",
                        "lacks the extensions pg_cron, postgis",
                        "dumped by PostgreSQL 17, but the server is the older version 16");
    }

    @Test
    void aDatabaseThatTheServerLacksOverwritesNothing() throws Exception {
        contents = "";
        DatabaseCatalog empty = new DatabaseCatalog(
                "{\"identity\": null, \"size\": null, \"wal\": 1, \"directory\": \"/data\", \"version\": 17,"
                        + " \"prepared\": [], \"slots\": [], \"subscriptions\": [], \"cron\": \"postgres\", \"available\": []}");
        look.docker.runs("shop-db-1", "psql", empty::psql);
        Forecast forecast = forecast("app");
        assertThat(forecast.overwrites()).isEqualTo("nothing: workload shop-db has no database app now");
        assertThat(forecast.identity()).isEmpty();
        assertThat(forecast.refusals()).isEmpty();
    }

    @Test
    void rolesAreMergedAndNeverExchanged() throws Exception {
        Replacement roles = replacement("sql", "roles");
        assertThat(roles.forecast().overwrites()).startsWith("no role of workload shop-db");
        assertThat(roles.beside()).isEmpty();
        assertThat(roles.name()).isEqualTo("roles");
        roles.confirm();
        Exchange exchange = kind.exchange(
                workload,
                new ReplacedData(
                        "r", 0, "shop.db.roles", "s", "postgres", "sql", "shop-db", "roles", "", "", Optional.empty()));
        exchange.apply();
        exchange.rollBack();
        exchange.removeBeside();
        assertThat(exchange.applied()).isTrue();
        assertThat(server.databases).hasSize(2);
    }
}
