package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.policy.Limits;
import io.slackwater.policy.RepositoryPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {

    private static final Limits LIMITS = TestPolicies.limits(Duration.ofMinutes(10), 100);

    @TempDir
    Path root;

    @Test
    void aRepositoryKeepsItsGateWhenThePolicyChanges() throws Exception {
        RepositoryPolicy critical = TestPolicies.repository("critical", root.resolve("critical"));
        RepositoryPolicy models = TestPolicies.repository("models", root.resolve("models"));
        Repositories repositories = repositories(critical, models);
        Repository before = repositories.get("critical");
        Repository modelsBefore = repositories.get("models");

        RepositoryPolicy changed = new RepositoryPolicy(
                "critical", critical.uri() + "/", RepositoryPolicy.Compression.MAX, Optional.empty());
        repositories.reload(TestPolicies.of(LIMITS, changed, models));

        assertThat(repositories.get("critical").policy()).isEqualTo(changed);
        assertThat(repositories.gate(repositories.get("critical"))).isSameAs(repositories.gate(before));
        assertThat(repositories.gate(before)).isNotSameAs(repositories.gate(modelsBefore));
    }

    @Test
    void anUnknownRepositoryIsReportedWithTheKnownRepositories() {
        Repositories repositories = repositories(TestPolicies.repository("critical", root.resolve("critical")));

        assertThatThrownBy(() -> repositories.get("critcal"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'critcal'")
                .hasMessageContaining("critical");
    }

    @Test
    void leftoversOfACrashAreRemovedAndKeysAreKept() throws Exception {
        Path restored = Files.createDirectories(root.resolve("scratch/readback-1/files/closed"));
        Files.writeString(restored.resolve("a"), "secret");
        Files.setPosixFilePermissions(restored, PosixFilePermissions.fromString("---------"));
        Path keys = Files.createDirectories(root.resolve("secrets/keys"));
        Files.writeString(keys.resolve(".write-1"), "half");
        Files.writeString(keys.resolve("critical.key"), "abc");

        repositories(TestPolicies.repository("critical", root.resolve("critical")));

        assertThat(root.resolve("scratch")).isEmptyDirectory();
        assertThat(keys).isDirectoryContaining("glob:**critical.key");
        assertThat(keys.resolve(".write-1")).doesNotExist();
    }

    @Test
    void theRecoveryKitShowsTheKeyOnlyInItsPlace() throws Exception {
        Path keys = Files.createDirectories(root.resolve("secrets/keys"));
        Files.writeString(keys.resolve("critical.key"), "the-key-<&>\n");
        Files.writeString(keys.resolve("critical.id"), "f".repeat(64) + "\n");
        Path environment = Files.writeString(root.resolve("env"), "AWS_SECRET_ACCESS_KEY=bucket-secret\n");
        RepositoryPolicy critical = new RepositoryPolicy(
                "critical",
                "rest:https://u:server-password@host/x",
                RepositoryPolicy.Compression.AUTO,
                Optional.of(environment));
        RecoveryKit kit = repositories(critical, TestPolicies.repository("models", root.resolve("models")))
                .recoveryKit(Optional::of);

        assertThat(kit.repositories()).containsExactly("critical");
        assertThat(kit.text())
                .contains("the-key-<&>", "f".repeat(64), "AWS_SECRET_ACCESS_KEY", environment.toString())
                .doesNotContain("bucket-secret", "server-password");
        assertThat(kit.html())
                .contains("the-key-&lt;&amp;&gt;", "f".repeat(64))
                .doesNotContain("the-key-<", "bucket-secret", "server-password", "src=", "href=");
        assertThat(kit.toString()).contains("critical").doesNotContain("the-key");
        assertThat(RepositoryKey.of("the-key")).hasToString("***");
    }

    @Test
    void theRecoveryKitNamesTheHostPathOfALocalRepository() throws Exception {
        Path keys = Files.createDirectories(root.resolve("secrets/keys"));
        Files.writeString(keys.resolve("critical.key"), "the-key\n");
        Repositories repositories = repositories(TestPolicies.repository("critical", Path.of("/repos/critical")));

        RecoveryKit known = repositories.recoveryKit(ours -> Optional.of(Path.of("/srv/stack" + ours)));
        assertThat(known.text())
                .contains("address    /srv/stack/repos/critical\n")
                .contains("export RESTIC_REPOSITORY='/srv/stack/repos/critical'\n");
        assertThat(known.html()).contains("/srv/stack/repos/critical\n");
        assertThat(repositories.recoveryKit(ours -> Optional.empty()).text())
                .contains(
                        "address    /repos/critical  (the path in the sidecar; its mount in the compose file names the path on the host)\n");
        assertThat(repositories.recoveryKit(Optional::of).text()).contains("address    /repos/critical\n");
    }

    @Test
    void aReplacedRepositoryChangesTheSignsOfItsIdentity() throws Exception {
        Path key = Files.writeString(
                Files.createDirectories(root.resolve("secrets/keys")).resolve("critical.key"), "the-key\n");
        Path id = Files.writeString(key.resolveSibling("critical.id"), "f".repeat(64));
        Path place = Files.createDirectory(root.resolve("critical"));
        Path config = Files.writeString(place.resolve("config"), "one");
        Path data = Files.createDirectory(place.resolve("data"));
        Repositories repositories = repositories(TestPolicies.repository("critical", place));
        Set<String> signs = new HashSet<>(List.of(repositories.identitySigns("critical")));
        assertThat(signs.add(repositories.identitySigns("critical"))).isFalse();

        Files.writeString(id, "e".repeat(64));
        assertThat(signs.add(repositories.identitySigns("critical"))).isTrue();
        Files.writeString(config, "two");
        assertThat(signs.add(repositories.identitySigns("critical"))).isTrue();
        Files.delete(data);
        assertThat(signs.add(repositories.identitySigns("critical"))).isTrue();
        Files.delete(key);
        assertThat(signs.add(repositories.identitySigns("critical"))).isTrue();
    }

    @Test
    void secretsOfAddressesAndEnvironmentsAreMasked() {
        Redaction redaction = new Redaction(List.of("long-secret-value", "true"));

        assertThat(redaction.of("rest:https://user:pa:ss@host/x long-secret-value true"))
                .isEqualTo("rest:https://user:***@host/x *** true");
        for (String address : List.of(
                "s3:https://host:9000/bucket a@b",
                "s3:s3.eu-central-1.amazonaws.com/bucket:x@y",
                "rest:http://host:8000/user@stack/",
                "rest:https://user@host:8000/a:b@c",
                "rest:http://[fe80::1]:8000/x@y",
                "sftp://user@[::1]:2222//srv/restic",
                "sftp:user@host:/srv/restic")) {
            assertThat(redaction.of(address)).isEqualTo(address);
        }
    }

    private Repositories repositories(RepositoryPolicy... policies) {
        ResticPlaces places =
                new ResticPlaces("restic", root.resolve("secrets"), root.resolve("cache"), root.resolve("scratch"));
        return new Repositories(places, TestPolicies.of(LIMITS, policies), new MovableClock());
    }
}
