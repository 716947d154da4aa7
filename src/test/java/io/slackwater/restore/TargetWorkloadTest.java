package io.slackwater.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.kind.RestoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database {@code My DB} of the server {@code shop-db}, which was backed up and no longer exists. */
class TargetWorkloadTest {

    private static final Instant NOW = RunRecords.T0;
    private static final WorkloadId DB = new WorkloadId("shop", "db");
    private static final String DATASET = "shop.db.my-db--9e6fd65d";

    @TempDir
    Path dir;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(dir.resolve("j.db"), Clock.systemUTC());
        RunRecords.succeed(journal, "r1", DATASET, NOW);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aLostDatabaseIsRestoredIntoTheWorkloadOfItsLastRun() throws Exception {
        assertThat(among(server(DB)).of(DATASET, Optional.empty()).id()).isEqualTo(DB);
    }

    @Test
    void aMissingWorkloadIsReportedForScriptAndApi() {
        assertThatThrownBy(() -> among(server(new WorkloadId("shop", "db2"))).of(DATASET, Optional.empty()))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("workload shop-db, which contained dataset " + DATASET + ", does not run")
                .hasMessageContaining("--workload of backrest-management.sh, target.workload of the API");
    }

    private TargetWorkload among(Workload... workloads) {
        return new TargetWorkload(new Inventory(NOW, List.of(workloads), List.of()), journal.runs());
    }

    private static Workload server(WorkloadId id) {
        Container container = new Container(
                "0123456789ab",
                "shop-db-1",
                id.project(),
                id.service(),
                false,
                1,
                "postgres:17",
                "sha256:0",
                Container.State.RUNNING,
                Optional.empty(),
                NOW,
                Map.of(),
                Map.of(),
                List.of(),
                "",
                List.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                Set.of());
        return new Workload(
                id,
                container,
                new Kind("postgres"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                List.of(),
                List.of());
    }
}
