package io.slackwater.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Container;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.RetryOutlook;
import io.slackwater.journal.RunRecord;
import io.slackwater.journal.RunRecords;
import io.slackwater.journal.RunState;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.ConfigPolicy;
import io.slackwater.policy.PlanPolicies;
import io.slackwater.policy.PlanPolicy;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CircumstancesTest {

    @TempDir
    static Path directory;

    private final TestJournal journal = new TestJournal(directory);

    private static final Policy POLICY = PlanPolicies.policy("UTC", PlanPolicies.plan("critical", "0 2 * * *"));
    private static final WorkloadId FILES = new WorkloadId("shop", "files");
    private static final Set<String> NOTHING_FROZEN = Set.of();

    private Circumstances now(Method method, Container.State state, Set<String> frozen) {
        return now(
                new Dataset(
                        "shop.files.srv-data",
                        FILES,
                        "/data",
                        new Source.Tree(new Kind("volume"), Path.of("/data"), "/data", List.of()),
                        method,
                        "critical",
                        List.of()),
                state,
                frozen,
                POLICY);
    }

    private static Circumstances now(Dataset dataset, Container.State state, Set<String> frozen, Policy policy) {
        Container container = new Container(
                "c1",
                "shop-files-1",
                "shop",
                "files",
                false,
                1,
                "files",
                "sha256:1",
                state,
                Optional.empty(),
                Instant.EPOCH,
                Map.of(),
                Map.of(),
                List.of(),
                "/",
                List.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(),
                Set.of());
        Workload workload = new Workload(
                FILES,
                container,
                new Kind("volume"),
                "critical",
                Duration.ofMinutes(1),
                Credentials.NONE,
                Map.of(),
                List.of(dataset),
                List.of());
        return Circumstances.of(
                dataset,
                new Inventory(Instant.EPOCH, List.of(workload), List.of()),
                policy,
                frozen,
                name -> new Circumstances.StorageState(Optional.empty(), true));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aContainerThatAUserPausedIsUnreachableAndAFrozenContainerIsNot() {
        assertThat(now(Method.FREEZE, Container.State.PAUSED, NOTHING_FROZEN).reachable())
                .isFalse();
        assertThat(now(Method.STREAM, Container.State.PAUSED, NOTHING_FROZEN).reachable())
                .isFalse();
        assertThat(now(Method.HOT, Container.State.PAUSED, NOTHING_FROZEN).reachable())
                .as("a paused container can be read too")
                .isTrue();
        assertThat(now(Method.FREEZE, Container.State.PAUSED, Set.of("c1")))
                .isEqualTo(now(Method.FREEZE, Container.State.RUNNING, NOTHING_FROZEN));
    }

    @Test
    void aChangedConfigSectionChangesTheCircumstancesOfConfigDatasetsOnly() {
        ConfigPolicy section = new ConfigPolicy(List.of(), List.of("*.bin"), List.of());
        Policy changed = PlanPolicies.policy("UTC", section, PlanPolicies.plan("critical", "0 2 * * *"));
        Source.Stream source = new Source.Stream(new Kind("config"), "config", "tar");
        Dataset config = new Dataset("shop.config", FILES, "config", source, Method.STREAM, "critical", List.of());
        Dataset dump = new Dataset("shop.files.config", FILES, "config", source, Method.STREAM, "critical", List.of());

        assertThat(now(config, Container.State.RUNNING, NOTHING_FROZEN, changed).settings())
                .isNotEqualTo(now(config, Container.State.RUNNING, NOTHING_FROZEN, POLICY)
                        .settings());
        assertThat(now(dump, Container.State.RUNNING, NOTHING_FROZEN, changed))
                .isEqualTo(now(dump, Container.State.RUNNING, NOTHING_FROZEN, POLICY));
    }

    @Test
    void theDigestOfTheSettingsChangesWithAVerificationAndNotWithASchedule() {
        PlanPolicy often = PlanPolicies.plan("critical", "0 * * * *");
        PlanPolicy unread = new PlanPolicy(
                often.id(),
                true,
                often.schedule(),
                often.repository(),
                often.retention(),
                often.kinds(),
                PlanPolicy.Verify.SIZE,
                often.engine(),
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofHours(25)));

        assertThat(settings(PlanPolicies.policy("UTC", often))).isEqualTo(settings(POLICY));
        assertThat(settings(PlanPolicies.policy("UTC", unread))).isNotEqualTo(settings(POLICY));
    }

    @Test
    void theDigestOfTheSettingsChangesWithALimitAndTheAddressOfTheRepository() throws Exception {
        String standard = settings(policy(""));
        assertThat(settings(policy("timezone: Europe/Berlin"))).isEqualTo(standard);
        assertThat(settings(policy("limits: { freezeMax: 7s }"))).isNotEqualTo(standard);
        assertThat(settings(policy("repositories: { critical: { uri: /srv/elsewhere } }")))
                .isNotEqualTo(standard);
    }

    private static Policy policy(String section) throws Exception {
        return PolicyFile.load(Files.writeString(directory.resolve("policy.yml"), "instance: it-stack\n" + section));
    }

    private static String settings(Policy policy) {
        Source.Stream source = new Source.Stream(new Kind("volume"), "app", "dump");
        Dataset dump = new Dataset("shop.files.app", FILES, "app", source, Method.STREAM, "critical", List.of());
        return now(dump, Container.State.RUNNING, NOTHING_FROZEN, policy).settings();
    }

    @Test
    void aBackupRefusedForAPausedContainerIsRepeatedWhenItContinues() {
        BackupHistory failures = FailedRunHistoryTest.history(journal.journal());
        RunRecord refused = RunRecords.in(
                RunRecords.queued("1", "shop.files.srv-data", RunRecords.T0),
                RunState.FAILED,
                RunRecords.T0,
                EndCause.FREEZE,
                "paused");
        Circumstances paused = now(Method.FREEZE, Container.State.PAUSED, NOTHING_FROZEN);
        assertThat(failures.changed(refused, paused)).isFalse();
        assertThat(at(failures.changed(refused, paused))).contains(RunRecords.T0.plus(Duration.ofMinutes(15)));

        Circumstances goesOn = now(Method.FREEZE, Container.State.RUNNING, NOTHING_FROZEN);
        assertThat(at(failures.changed(refused, goesOn))).contains(RunRecords.T0);
    }

    private static Optional<Instant> at(boolean changed) {
        LastRun last = new LastRun(RunRecords.T0, RetryOutlook.TRANSIENT, changed, 0);
        return RetryLadder.at(
                new KnownDataset("shop.files.srv-data", "critical", true, false, Optional.of(last)),
                Optional.empty(),
                RunRecords.T0.plusSeconds(60));
    }
}
