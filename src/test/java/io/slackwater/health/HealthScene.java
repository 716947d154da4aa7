package io.slackwater.health;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Subject;
import io.slackwater.discovery.Uncovered;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.journal.Journal;
import io.slackwater.journal.RunRecords;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A workload {@code shop-db} with datasets of PostgreSQL, whose plan runs each night. */
final class HealthScene {

    /** Two in the night in Zurich. */
    static final Instant NIGHT = Instant.parse("2026-06-01T00:00:30Z");

    static final Policy POLICY = PlanPolicies.policy(
            "Europe/Zurich", PlanPolicies.plan("critical", "0 2 * * *"), PlanPolicies.plan("off", "0 2 * * *", false));

    /** The server does not answer. */
    static final Inventory SILENT = new Inventory(
            NIGHT,
            List.of(),
            List.of(new Uncovered(
                    Uncovered.Severity.ALARM,
                    new WorkloadId("shop", "db"),
                    new Subject.Whole("service db of project shop"),
                    "cannot list databases: x",
                    "")));

    private HealthScene() {}

    static BackupHealth health(Journal journal, Clock clock) {
        return new BackupHealth(journal, clock, "postgres"::equals);
    }

    static Dataset dataset(String id, String plan) {
        return new Dataset(
                id,
                new WorkloadId("shop", "db"),
                id,
                new Source.Stream(new Kind("postgres"), id, "dump"),
                Method.STREAM,
                plan,
                List.of());
    }

    /** The datasets belong to the workload that the runs of {@link RunRecords} name. */
    static Inventory inventory(Dataset... datasets) {
        Workload db = new Workload(
                new WorkloadId("shop", "db"),
                ContainerBuilder.service("shop", "db").build(),
                new Kind("postgres"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                List.of(datasets),
                List.of());
        return new Inventory(NIGHT, List.of(db), List.of());
    }
}
