package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.StreamCheck;
import io.slackwater.capture.TreeSamples;
import io.slackwater.docker.Container;
import io.slackwater.repository.TemporaryFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTarTest {

    @TempDir
    Path directory;

    private Path stack;
    private ConfigTar tar;

    @BeforeEach
    void stack() throws Exception {
        stack = Files.createDirectory(directory.resolve("stack"));
        tar = new ConfigTar();
        tar.text(ConfigBuilder.README, "read me");
        tar.text(ConfigBuilder.INSPECT + "db-1.json", "{\"Id\":\"x\"}");
    }

    private TreeMap<String, String> collect(List<Path> never, Map<String, String> more) throws IOException {
        Map<String, String> labels = new TreeMap<>(Map.of(
                ProjectFiles.WORKING_DIRECTORY,
                stack.toString(),
                ProjectFiles.CONFIG_FILES,
                stack.resolve("compose.yml") + "," + stack.resolve("other.yml")));
        labels.putAll(more);
        Container container = TreeSamples.container("db", Map.of(), labels);
        ProjectFiles.Selection selection =
                new ProjectFiles(ConfigRules.NONE.withSecrets(never)).select(List.of(container));
        selection.files().forEach((path, member) -> tar.add(ConfigBuilder.FILES + path, member));
        TreeMap<String, String> missing = new TreeMap<>();
        selection.notStored().stream()
                .filter(one -> !one.onPurpose())
                .forEach(one -> missing.put(one.path().toString(), one.why()));
        return missing;
    }

    private String name(String relative) {
        return ConfigBuilder.FILES + stack.resolve(relative);
    }

    private Path file(String relative, String content) throws IOException {
        Path file = stack.resolve(relative);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private byte[] written() throws IOException {
        Path file = directory.resolve("config.tar");
        tar.write(file);
        return Files.readAllBytes(file);
    }

    private static void check(byte[] bytes, Path temporary) throws Exception {
        try (StreamCheck check = new ConfigCheck("demo-config", TemporaryFiles.create(temporary, "check"))) {
            int half = bytes.length / 2;
            check.write(bytes, 0, half);
            check.write(bytes, half, bytes.length - half);
            check.complete();
        }
    }

    @Test
    void filesOfComposeAreStoredWithTheirPath() throws Exception {
        for (String each : List.of(
                "compose.yml",
                "other.yml",
                ".env",
                "env/a.env",
                "nginx/conf.d/site.conf",
                "backrest-config/policy.yml",
                "Dockerfile.dev")) {
            file(each, each);
        }
        file("data/large.bin", "\0");
        assertThat(collect(List.of(), Map.of()))
                .containsOnlyKeys(stack.resolve("data/large.bin").toString());
        assertThat(members())
                .containsEntry(name("nginx/conf.d/site.conf"), "nginx/conf.d/site.conf")
                .containsKeys(name(".env"), name("env/a.env"), name("Dockerfile.dev"), name("other.yml"))
                .doesNotContainKeys(name("data/large.bin"));
    }

    private Map<String, String> members() throws IOException {
        return ConfigArchives.members(written());
    }

    @Test
    void slackwaterKeysAreNeverStoredUnderAnyPath() throws Exception {
        String key = "TOPSECRET0123456789abcdef";
        List<Path> places = List.of(stack.resolve("secrets"), stack.resolve("slackwater-secrets"));
        for (Path place : places) {
            String name = stack.relativize(place).toString();
            file(name + "/keys/critical.key", key + name.length() + "k");
            file(name + "/api.token", key + name.length() + "t");
            file(name + "/health.token", key + name.length() + "m");
            file(name + "/users", "admin:admin:$2b$12$" + key + name.length() + "u");
            file(name + "/stream/header", "Authorization: Bearer " + key + name.length() + "h");
        }
        file("secrets/db_password", "unstored");
        file("env/copy.env", "TOKEN=" + key + "7t");
        file("nginx/tls.pem", "-----BEGIN EC PRIVATE KEY-----\nof the stack\n");
        Files.createSymbolicLink(
                stack.resolve("env/link.env"), places.getFirst().resolve("api.token"));
        Files.createSymbolicLink(stack.resolve(".env"), places.getFirst().resolve("keys/critical.key"));

        TreeMap<String, String> missing = collect(List.of(places.getFirst()), Map.of());

        assertThat(new String(written(), StandardCharsets.ISO_8859_1))
                .doesNotContain("TOPSECRET")
                .doesNotContain("unstored")
                .contains("of the stack");
        assertThat(missing)
                .containsOnlyKeys(
                        stack.resolve("compose.yml").toString(),
                        stack.resolve("other.yml").toString());
    }

    @Test
    void secretsOfTheStackAreStored() throws Exception {
        file("compose.yml", "secrets: { db: { file: secrets/db.txt } }");
        file("other.yml", "services: {}");
        file("secrets/db.txt", "of the stack");
        file("secrets/server.key", "-----BEGIN PRIVATE KEY-----");
        Path own = Files.createDirectories(directory.resolve("own"));

        assertThat(collect(List.of(own), Map.of())).isEmpty();
        assertThat(members()).containsKeys(name("secrets/db.txt"), name("secrets/server.key"));
    }

    @Test
    void anInvisibleFileIsNamedWithItsRemedy() throws Exception {
        file("compose.yml", "services: {}");
        TreeMap<String, String> missing = collect(
                List.of(),
                Map.of(
                        ProjectFiles.ENVIRONMENT_FILES,
                        directory.resolve("elsewhere/prod.env").toString()));
        assertThat(missing)
                .containsOnlyKeys(
                        stack.resolve("other.yml").toString(),
                        directory.resolve("elsewhere/prod.env").toString());
        assertThat(missing.firstEntry().getValue()).contains("not mounted into the sidecar");
    }

    @Test
    void aLinkOutOfTheDirectoryIsStoredAndNotFollowed() throws Exception {
        file("compose.yml", "services: {}");
        file("other.yml", "services: {}");
        Path shared = Files.writeString(directory.resolve("shared.env"), "SHARED=1");
        Files.createSymbolicLink(stack.resolve(".env"), shared);
        assertThat(collect(List.of(), Map.of()))
                .containsOnlyKeys(stack.resolve(".env").toString());
        assertThat(members()).containsKey(name(".env"));
        check(written(), directory);
        assertThat(new String(written(), StandardCharsets.ISO_8859_1)).doesNotContain("SHARED=1");
    }

    @Test
    void theSameContentGivesTheSameBytes() throws Exception {
        file("compose.yml", "a");
        file("other.yml", "b");
        file("env/" + "long".repeat(40) + "-ü.env", "c");
        collect(List.of(), Map.of());
        byte[] first = written();
        tar = new ConfigTar();
        tar.text(ConfigBuilder.INSPECT + "db-1.json", "{\"Id\":\"x\"}");
        tar.text(ConfigBuilder.README, "read me");
        collect(List.of(), Map.of());
        assertThat(written()).isEqualTo(first);
        check(first, directory);
    }

    @Test
    void anArchiveTruncatedAtAnyByteFails() throws Exception {
        tar.text("z.txt", "z");
        byte[] whole = written();
        check(whole, directory);
        for (int length = 0; length < whole.length - 10240 + 512; length += 256) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> check(cut, directory))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(CaptureException.class);
        }
    }

    @Test
    void aFlippedByteInAMemberIsFound() throws Exception {
        byte[] bytes = written();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("read me");
        bytes[at] ^= 1;
        assertThatThrownBy(() -> check(bytes, directory))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("SHA256SUMS");
    }

    @Test
    void repositoryPasswordsAreMaskedAndOtherPasswordsKept() {
        String value = "x\\n\\\"y" + "\\\\".repeat(20_000);
        assertThat(ConfigBuilder.masked("""
                ["RESTIC_PASSWORD=%s", "RESTIC_FROM_PASSWORD=x", "RESTIC_PASSWORD_FILE=/k", "POSTGRES_PASSWORD=x"]
                """.formatted(value))).isEqualTo("""
                ["RESTIC_PASSWORD=********", "RESTIC_FROM_PASSWORD=********", "RESTIC_PASSWORD_FILE=/k", "POSTGRES_PASSWORD=x"]
                """);
    }

    @Test
    void namesWithLineBreaksAndBackslashesAreEscapedAsBySha256sum() throws Exception {
        tar.text("a\\b\rc\nd.txt", "x");
        byte[] bytes = written();
        assertThat(ConfigArchives.members(bytes)
                        .getOrDefault(ConfigTar.SUMS, "")
                        .lines())
                .hasSize(3)
                .contains("\\2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a\\\\b\\rc\\nd.txt");
        check(bytes, directory);
    }
}
