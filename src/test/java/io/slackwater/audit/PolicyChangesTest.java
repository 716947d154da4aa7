package io.slackwater.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.slackwater.health.TestClock;
import io.slackwater.journal.AuditEntry;
import io.slackwater.journal.AuditFilter;
import io.slackwater.journal.Journal;
import io.slackwater.policy.Policy;
import io.slackwater.policy.PolicyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyChangesTest {

    @TempDir
    private Path dir;

    private Journal journal;
    private PolicyChanges changes;

    @BeforeEach
    void open() throws IOException {
        start();
        changes.look(policy(""));
    }

    private void start() {
        journal = Journal.open(dir.resolve("j.db"), TestClock.at("2026-06-01T12:00Z"));
        changes = new PolicyChanges(journal.audit(), journal.auditedPolicy());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Policy policy(String text) throws IOException {
        return PolicyFile.load(Files.writeString(dir.resolve("policy.yml"), "instance: shop\n" + text));
    }

    private List<String> recorded() {
        return journal.audit().page(AuditFilter.ALL, 1000).reversed().stream()
                .map(entry -> entry.subject() + ": " + entry.detail())
                .toList();
    }

    @Test
    void theFirstPolicyIsNoChange() {
        assertThat(recorded()).isEmpty();
    }

    @Test
    void aChangedKeyIsRecordedWithItsOldAndNewValue() throws IOException {
        changes.look(policy("timezone: Europe/Zurich\nlimits: { freezeMax: 90s, concurrentRuns: 4 }\n"
                + "plans: { critical: { schedule: \"30 4 * * *\" } }\n"));
        assertThat(recorded())
                .contains(
                        "limits.concurrentRuns: 2 → 4",
                        "limits.freezeMax: 1m → 1m30s",
                        "plans.critical.schedule: 0 2 * * * → 30 4 * * *",
                        "plans.models.schedule: 0 3 * * 0 → not set");
        assertThat(journal.audit().page(AuditFilter.ALL, 1))
                .extracting(AuditEntry::actor, AuditEntry::action)
                .containsExactly(tuple("policy file", "policy"));
    }

    @Test
    void anAddedPlanAndAListAreRecorded() throws IOException {
        changes.look(policy("projects: [shop, blog]\nconfig: { exclude: [\"*.log\"] }\n"));
        assertThat(recorded()).containsExactly("config.exclude: not set → [*.log]", "projects: not set → [blog, shop]");
    }

    @Test
    void theValueOfASecretIsNeverRecorded() throws IOException {
        changes.look(policy("alerts: { webhook: \"https://chat.example/hook-one\" }\n"));
        changes.look(policy("alerts: { webhook: \"https://chat.example/hook-two\" }\n"));
        changes.look(policy(""));
        assertThat(recorded())
                .filteredOn(entry -> entry.contains(".url: "))
                .containsExactly(
                        "alerts.channels.webhook.url: not set → ***",
                        "alerts.channels.webhook.url: *** → another ***",
                        "alerts.channels.webhook.url: *** → not set");
        journal.close();
        assertThat(new String(Files.readAllBytes(dir.resolve("j.db")), StandardCharsets.ISO_8859_1))
                .doesNotContain("hook-one", "hook-two");
        start();
    }

    @Test
    void aChangeDuringAStopIsRecordedAtTheNextStart() throws IOException {
        changes.look(policy("alerts: { webhook: \"https://chat.example/one\" }\n"));
        journal.close();
        start();
        changes.look(policy("alerts: { webhook: \"https://chat.example/two\" }\nlimits: { attempts: 5 }\n"));
        changes.look(policy("alerts: { webhook: \"https://chat.example/two\" }\nlimits: { attempts: 5 }\n"));
        assertThat(recorded())
                .contains("alerts.channels.webhook.type: not set → webhook")
                .filteredOn(entry -> entry.contains(".url: ") || entry.contains("attempts"))
                .containsExactly(
                        "alerts.channels.webhook.url: not set → ***",
                        "limits.attempts: 3 → 5",
                        "alerts.channels.webhook.url: *** → another ***");
    }

    @Test
    void aHugeChangeIsBounded() throws IOException {
        StringBuilder plans = new StringBuilder("plans:\n");
        for (int i = 0; i < 500; i++) {
            plans.append("  p%d: { schedule: \"0 2 * * *\", repository: critical }\n".formatted(i));
        }
        changes.look(policy(plans.toString()));
        assertThat(recorded()).hasSize(100);
        assertThat(recorded().getLast()).endsWith(" more keys changed");
    }
}
