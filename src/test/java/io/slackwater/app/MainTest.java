package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path directory;

    @Test
    void anInvalidPolicyIsNamedWithItsConsequence() throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yml"), "instance: shop\nplanz: {}\n");

        assertThat(Main.wrong(policy).orElseThrow())
                .startsWith("slackwater: the policy is not valid, and Slackwater does not start with it:")
                .contains("policy.yml:2:1: planz");
    }

    @Test
    void anUnknownKindInThePolicyIsRefused() throws IOException {
        Path policy = directory.resolve("policy.yml");
        Files.writeString(policy, "instance: shop\n");
        assertThat(Main.wrong(policy)).isEmpty();

        Files.writeString(policy, "instance: shop\nplans: { critical: { kinds: [postgrez] } }\n");
        assertThat(Main.wrong(policy).orElseThrow()).contains("postgrez");
    }

    @Test
    void aJournalThatCannotBeOpenedIsNamedInOneLine() throws IOException {
        Path journal = directory.resolve("journal.db");
        assertThat(Main.wrongJournal(journal)).isEmpty();

        Files.writeString(journal, "This is no database.".repeat(1000));
        assertThat(Main.wrongJournal(journal).orElseThrow())
                .startsWith("slackwater: The journal " + journal)
                .endsWith("Slackwater is not started.")
                .doesNotContain("\n");
    }
}
