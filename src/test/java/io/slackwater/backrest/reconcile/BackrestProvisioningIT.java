package io.slackwater.backrest.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slackwater.backrest.BackrestDouble;
import io.slackwater.backrest.Provisions;
import io.slackwater.backrest.StreamSource;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.client.BackrestUser;
import io.slackwater.backrest.client.OperationKind;
import io.slackwater.backrest.client.OperationQuery;
import io.slackwater.backrest.client.OperationStatus;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Busy;
import io.slackwater.backrest.reconcile.ReconcileOutcome.InSync;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Unreachable;
import io.slackwater.backrest.reconcile.ReconcileOutcome.Written;
import io.slackwater.discovery.Dataset;
import io.slackwater.health.TestClock;
import io.slackwater.journal.AuditChain;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import io.slackwater.repository.PreparedRepositories;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.repository.ResticPlaces;
import io.slackwater.repository.Snapshot;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provisioning of a Backrest with a real restic, Slackwater's real repositories and a real journal. */
class BackrestProvisioningIT {

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock(Instant.parse("2026-07-20T02:00:00Z"));
    private BackrestDouble backrest;
    private BackrestClient client;
    private Journal journal;
    private StreamSource calls;
    private Policy policy;
    private Repositories repositories;
    private BackrestProvisioning provisioning;
    private List<Dataset> datasets;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.yml"), """
                instance: my-stack
                timezone: UTC
                repositories:
                  critical: { uri: %1$s/repos/critical }
                  models: { uri: %1$s/repos/models }
                  system: { uri: %1$s/repos/system }
                """.formatted(directory));
        policy = PolicyFile.load(file);
        for (String name : List.of("secrets", "repos", "other-keys", "data")) {
            Files.createDirectory(directory.resolve(name));
        }
        for (String name : List.of("critical", "system")) {
            PreparedRepositories.copy(name, directory.resolve("repos").resolve(name), directory.resolve("secrets"));
        }
        Files.writeString(directory.resolve("data/hello"), "hello");
        Files.writeString(directory.resolve("stream.header"), "Authorization: Bearer token\n");
        journal = Journal.open(directory.resolve("journal.db"), clock);
        repositories = new Repositories(
                new ResticPlaces(
                        "restic",
                        directory.resolve("secrets"),
                        directory.resolve("cache"),
                        directory.resolve("scratch")),
                policy,
                java.time.Clock.systemUTC());
        calls = new StreamSource();
        backrest = new BackrestDouble(directory);
        client = backrest.client();
        provisioning = provisioning(directory.resolve("secrets/keys"));
        datasets = List.of(
                Provisions.stream("shop.db.app", "dump"),
                Provisions.tree(
                        "shop.files.srv-data",
                        directory.resolve("data"),
                        directory.resolve("data/cache").toString()));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        backrest.close();
        calls.close();
        journal.close();
    }

    private BackrestProvisioning provisioning(Path keys) {
        return new BackrestProvisioning(
                client,
                repositories,
                journal,
                new BackrestView(URI.create(calls.url("")), directory.resolve("stream.header"), keys),
                () -> Optional.of(new BackrestUser(BackrestDouble.USER, BackrestDouble.hash(BackrestDouble.PASSWORD))),
                backup -> true,
                clock);
    }

    private ReconcileOutcome pass() throws InterruptedException {
        clock.advance(Duration.ofMinutes(11));
        return provisioning.pass(policy, datasets, Set.of());
    }

    private long writes() {
        return backrest.calls().stream()
                .filter(call -> call.equals("SetConfig") || call.equals("AddRepo"))
                .count();
    }

    private byte[] restored(Repository repository, Snapshot snapshot, String path) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        repository.contents().dump(snapshot.id(), path, bytes);
        return bytes.toByteArray();
    }

    @Test
    void aFreshBackrestGetsPlansWhoseBackupsCanBeRestored() throws Exception {
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.conflicts()).isEmpty());
        client.backup("shop.db.app");
        client.backup("shop.files.srv-data");

        Repository critical = repositories.get("critical");
        Snapshot dump =
                critical.snapshots("plan:shop.db.app", "created-by:my-stack").getFirst();
        assertThat(restored(critical, dump, "/shop.db.app.dump")).isEqualTo(StreamSource.CONTENT);
        Repository system = repositories.get("system");
        Snapshot files = system.snapshots("plan:shop.files.srv-data", "created-by:my-stack")
                .getFirst();
        assertThat(restored(system, files, directory.resolve("data/hello").toString()))
                .asString()
                .isEqualTo("hello");
        assertThat(calls.hooks())
                .containsExactly(
                        "/internal/hooks/shop.db.app/stream",
                        "/internal/hooks/shop.files.srv-data/start",
                        "/internal/hooks/shop.files.srv-data/ready",
                        "/internal/hooks/shop.files.srv-data/end");

        long writes = writes();
        assertThat(pass()).isInstanceOf(InSync.class);
        assertThat(writes()).as("a second pass").isEqualTo(writes);
        assertThat(journal.audit().verify()).isInstanceOf(AuditChain.Intact.class);
    }

    @Test
    void runningAndQueuedBackupsOutliveAWrite() throws Exception {
        assertThat(pass()).isInstanceOf(Written.class);
        backrest.edit(config -> {
            for (String plan : List.of("own", "waiting")) {
                ObjectNode own =
                        config.withArray("plans").addObject().put("id", plan).put("repo", "critical");
                own.putObject("retention").put("policyKeepAll", true);
                own.putArray("backup_flags")
                        .add("--stdin-from-command")
                        .add("--")
                        .add("curl")
                        .add("-sS")
                        .add("--fail")
                        .add(calls.url(plan.equals("own") ? "/held" : "/whole"));
            }
        });
        Thread.ofVirtual().start(() -> backup("own"));
        await().until(() -> is("own", OperationStatus.INPROGRESS));
        Thread.ofVirtual().start(() -> backup("waiting"));
        await().until(() -> is("waiting", OperationStatus.PENDING));
        backrest.edit(config -> {});
        assertThat(is("waiting", OperationStatus.PENDING))
                .as("any write empties the queue, also the write of another program")
                .isFalse();
        Thread.ofVirtual().start(() -> backup("waiting"));
        await().until(() -> is("waiting", OperationStatus.PENDING));
        datasets = List.of(datasets.get(1));
        assertThat(provisioning.pass(policy, datasets, java.util.Set.of("shop.db.app")))
                .isInstanceOfSatisfying(
                        Busy.class,
                        busy -> assertThat(busy.with()).contains("own").contains("running"));
        calls.release();
        await().atMost(Duration.ofSeconds(30)).until(() -> is("waiting", OperationStatus.SUCCESS));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> provisioning.pass(policy, datasets, java.util.Set.of("shop.db.app")) instanceof Written);
        assertThat(backrest.config().path("plans"))
                .extracting(plan -> plan.path("id").asText())
                .containsExactly("own", "shop.files.srv-data", "waiting");
    }

    private void backup(String plan) {
        try {
            client.backup(plan);
        } catch (BackrestException e) {
            // The queue was emptied or the test has ended; Backrest's log has the result.
            assertThat(e.reason()).isNotEqualTo(BackrestException.Reason.NOT_FOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean is(String plan, OperationStatus status) throws BackrestException, InterruptedException {
        return client.operations(OperationQuery.ofPlan(plan)).stream()
                .anyMatch(operation -> operation.kind() == OperationKind.BACKUP && operation.status() == status);
    }

    @Test
    void provisioningResumesAfterBackrestWasKilled() throws Exception {
        assertThat(pass()).isInstanceOf(Written.class);
        backrest.edit(config -> Provisions.entry(config, "plans", "shop.db.app").put("skipIfUnchanged", true));
        backrest.kill();
        assertThat(pass()).isInstanceOf(Unreachable.class);
        backrest.restart();
        assertThat(pass())
                .isInstanceOfSatisfying(
                        Written.class,
                        written -> assertThat(written.changes())
                                .singleElement()
                                .satisfies(change -> assertThat(change.action()).isEqualTo(Change.Action.PUT_BACK)));
        assertThat(pass()).isInstanceOf(InSync.class);
    }

    @Test
    void aVanishedRepositoryIsNeverCreatedAgainByBackrest() throws Exception {
        assertThat(pass()).isInstanceOf(Written.class);
        // A restic that still indexes creates the directory of its lock again.
        await().until(() -> client.operations(OperationQuery.all()).stream()
                .noneMatch(operation -> operation.status() == OperationStatus.INPROGRESS
                        || operation.kind() == OperationKind.INDEX_SNAPSHOT
                                && !operation.status().ended()));
        Files.move(directory.resolve("repos/critical"), directory.resolve("elsewhere"));
        backrest.edit(config -> {
            config.withArray("plans").removeAll();
            config.withArray("repos").removeAll();
        });
        ReconcileOutcome outcome = pass();
        assertThat(outcome.conflicts())
                .extracting(conflict -> conflict.subject().toString())
                .containsExactly("repository critical");
        assertThat(backrest.config().path("repos"))
                .extracting(repository -> repository.path("id").asText())
                .containsExactly("system");
        assertThat(directory.resolve("repos/critical")).doesNotExist();
        Files.move(directory.resolve("elsewhere"), directory.resolve("repos/critical"));
        assertThat(pass().conflicts()).isEmpty();
        assertThat(Provisions.entry(backrest.config(), "plans", "shop.db.app")).isNotNull();
    }

    @Test
    void aBackrestWithOtherKeysGetsNoRepositoryAndAConflict() throws Exception {
        for (String repository : List.of("critical", "system")) {
            Files.writeString(directory.resolve("other-keys/" + repository + ".key"), "another key\n");
        }
        provisioning = provisioning(directory.resolve("other-keys"));
        assertThat(pass().conflicts())
                .hasSize(2)
                .allSatisfy(conflict -> assertThat(conflict.what()).contains("wrong password"));
        assertThat(backrest.calls()).doesNotContain("AddRepo");
    }
}
