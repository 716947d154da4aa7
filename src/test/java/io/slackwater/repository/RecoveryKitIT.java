package io.slackwater.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryKitIT {

    @TempDir
    Path root;

    @Test
    void theCommandsOfTheKitRestoreWithPlainRestic() throws Exception {
        ResticWorld world = new ResticWorld(root);
        Path place = root.resolve("it's a repository");
        PreparedRepositories.copy("critical", place, world.places.secrets());
        Repositories repositories = world.repositories(place);
        Repository repository = repositories.get("critical");
        Path file = world.file("data/a", new byte[] {1, 2, 3});
        StoredSnapshot stored = world.store(repository, world.tree("run1", "data"));
        RecoveryKit kit = repositories.recoveryKit(Optional::of);
        String id = repositories.pinnedId("critical").orElseThrow();
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.move(world.places.secrets(), root.resolve("lost"));

        List<String> commands = kit.text()
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
        ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-c", String.join("\n", commands));
        shell.directory(elsewhere.toFile()).redirectErrorStream(true);
        shell.environment().put("SNAPSHOT", stored.id());
        shell.environment().put("FILE", file.toString());
        shell.environment().put("RESTIC_CACHE_DIR", world.places.cache().toString());
        if (ResticWorld.restic().contains("/")) {
            Path bin = Path.of(ResticWorld.restic()).resolveSibling("");
            shell.environment().merge("PATH", bin.toString(), (path, dir) -> dir + ":" + path);
        }
        Process process = shell.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(out).isZero();
        String check = kit.text()
                .lines()
                .filter(line -> line.startsWith("check "))
                .findFirst()
                .orElseThrow();
        assertThat(out).contains(id, file.toString(), check.split(" +")[1]);
        assertThat(elsewhere.resolve("dumped")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(elsewhere.resolve("restored" + file)).hasBinaryContent(new byte[] {1, 2, 3});
    }
}
