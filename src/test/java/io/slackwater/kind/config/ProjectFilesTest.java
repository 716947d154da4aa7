package io.slackwater.kind.config;

import static io.slackwater.kind.config.ProjectDirectory.left;
import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.HostView;
import io.slackwater.discovery.ReservedPaths;
import io.slackwater.kind.config.NotStored.Reason;
import io.slackwater.policy.ConfigPolicy;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a project's directory are its configuration. */
@Timeout(30)
class ProjectFilesTest {

    @TempDir
    Path temporary;

    private ProjectDirectory project;

    @BeforeEach
    void project() throws Exception {
        project = new ProjectDirectory(temporary);
    }

    @Test
    void textFilesOfTheWholeDirectoryAreStored() throws Exception {
        List<String> names = List.of(
                ".env",
                ".env.local",
                "Caddyfile",
                "certs/server.key",
                "compose.yml",
                "conf/app.ini",
                "conf/deep/er/x.toml",
                "db.env",
                "init.sql",
                "secrets/db_password");
        for (String name : names) {
            project.file(name, "-----BEGIN PRIVATE KEY-----\n".repeat(name.endsWith("key") ? 1 : 0));
        }
        Path image = project.file("logo.png", "PNG\0");

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactlyElementsOf(names);
        assertThat(selection.notStored()).extracting(NotStored::path).containsExactly(image);
        assertThat(left(selection, image).reason()).isEqualTo(Reason.NOT_TEXT);
        assertThat(left(selection, image).alarming()).isFalse();
    }

    @Test
    void unstorableFilesAreNamedAndTheOthersStored() throws Exception {
        project.file("compose.yml", "services: {}");
        project.file("z.conf", "last");
        Path large = project.stack.resolve("dump.sql");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }
        Path fifo = project.stack.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path socket = project.stack.resolve("s");
        Path out = Files.createSymbolicLink(project.stack.resolve("out"), Path.of("/etc/hostname"));
        // Reading a process' memory from its beginning is an input/output error, also for root.
        Path unreadable = Path.of("/proc/self/mem");
        project.policy(List.of(), List.of(), List.of(unreadable));
        ProjectFiles.Selection selection;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            selection = project.select();
        }

        assertThat(project.stored(selection)).containsExactly("compose.yml", "out", "z.conf");
        assertThat(left(selection, large).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(left(selection, large).why()).contains("5368709120");
        assertThat(left(selection, large).remedy()).startsWith("keep it in a volume");
        assertThat(left(selection, fifo).reason()).isEqualTo(Reason.NOT_A_FILE);
        assertThat(left(selection, socket).reason()).isEqualTo(Reason.NOT_A_FILE);
        assertThat(left(selection, out).reason()).isEqualTo(Reason.LINK_OUT);
        assertThat(left(selection, out).why()).contains("/etc/hostname");
        assertThat(left(selection, out).remedy()).contains("put a copy of its target", "config.paths");
        assertThat(left(selection, unreadable).reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(left(selection, unreadable).alarming()).isTrue();
    }

    @Test
    void thePolicyAddsAndRemovesFiles() throws Exception {
        project.file("logo.png", "PNG\0");
        project.file(".git/config", "[core]");
        project.file(".git/other", "x");
        project.file("secrets/db_password", "s");
        project.file("conf/a.log", "x");
        project.file("conf/a.conf", "x");
        Path nginx = Files.createDirectories(project.directory.resolve("etc/nginx"));
        Files.writeString(nginx.resolve("nginx.conf"), "x");
        Files.writeString(nginx.resolve("mime.bin"), "\0");
        project.policy(
                List.of("*.png", ".git/config", nginx + "/mime.bin"), List.of("secrets/**", "*.log"), List.of(nginx));

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection))
                .containsExactlyInAnyOrder(
                        "logo.png",
                        ".git/config",
                        "conf/a.conf",
                        nginx.resolve("nginx.conf").toString(),
                        nginx.resolve("mime.bin").toString());
        assertThat(left(selection, project.stack.resolve("secrets")).reason()).isEqualTo(Reason.EXCLUDED);
        assertThat(left(selection, project.stack.resolve("conf/a.log")).reason())
                .isEqualTo(Reason.EXCLUDED);
    }

    @Test
    void slackwaterKeysAreExcludedInAnyDirectory() throws Exception {
        project.file("compose.yml", "secrets: { mine: { file: keep/mine }, proxy: { file: keep/nginx/proxy.conf } }");
        Path own = project.stack.resolve("keep");
        project.file("keep/keys/critical.key", "k3yk3yk3yk3yk3yk3yk3yk3y");
        project.file("keep/api.token", "t0kent0kent0kent0kent0ken");
        project.file("keep/users", "admin:admin:$2b$12$abcdefghijklmnopqrstuv");
        project.file("keep/nginx/proxy.conf", "x");
        project.file("keep/mine", "of the stack");
        project.file("secrets/db_password", "of the stack");
        project.file("prometheus.yml", "authorization: { credentials: t0kent0kent0kent0kent0ken }");
        Files.createLink(project.stack.resolve("linked"), own.resolve("keys/critical.key"));
        project.file("copy/critical", "k3yk3yk3yk3yk3yk3yk3yk3y\n");
        project.file("other/api.token", "another");
        project.file("other/keys/x.key", "another");
        project.file("other/stream/header", "another");
        // The same directory under another path, as a mount shows it.
        Path mounted = Files.createSymbolicLink(project.directory.resolve("mounted"), own);
        project.rules = project.rules.withSecrets(List.of(mounted));

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactly("compose.yml", "secrets/db_password");
        assertThat(selection.notStored())
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        own,
                        own.resolve("mine"),
                        own.resolve("nginx/proxy.conf"),
                        project.stack.resolve("copy/critical"),
                        project.stack.resolve("linked"),
                        project.stack.resolve("other"),
                        project.stack.resolve("prometheus.yml"));
        assertThat(selection.notStored())
                .as("only the stack's own file among the keys is lost")
                .filteredOn(NotStored::alarming)
                .extracting(NotStored::path)
                .containsExactly(own.resolve("mine"));
    }

    @Test
    void dataAndDependencyDirectoriesAreSkippedWithOneLineEach() throws Exception {
        project.file("node_modules/a/index.js", "x");
        project.file(".git/HEAD", "x");
        project.file("pg/PG_VERSION", "17");
        project.file("pg/postgresql.conf", "x");
        project.file("restores/a.txt", "x");
        project.file("data/backrest/config.json", "{}");
        for (String name : List.of("config", "keys/k", "snapshots/s", "index/i")) {
            project.file("repo/" + name, "x");
        }
        project.file("uploads/one.txt", "x");
        project.file("conf/app.conf", "x");
        project.rules = new ConfigRules(
                ConfigPolicy.DEFAULT,
                new ReservedPaths(
                        Set.of(),
                        Map.of(),
                        Map.of(project.stack.resolve("uploads"), "the dataset shop.web.uploads--2b6fa6bd"),
                        Map.of(),
                        HostView.ALL));

        ProjectFiles.Selection selection = project.select();

        assertThat(project.stored(selection)).containsExactly("conf/app.conf");
        assertThat(selection.notStored())
                .filteredOn(one -> one.reason() == Reason.DATA)
                .extracting(one -> project.stack.relativize(one.path()).toString())
                .containsExactlyInAnyOrder(
                        ".git", "data/backrest", "node_modules", "pg", "repo", "restores", "uploads");
        assertThat(left(selection, project.stack.resolve("uploads")).why()).contains("shop.web.uploads--2b6fa6bd");
    }

    @Test
    void theSizeBoundKeepsUpperDirectoriesAndNamesTheOthers() throws Exception {
        project.file("compose.yml", "services: {}");
        for (int i = 0; i < 30; i++) {
            project.file("deep/down/" + i, "x".repeat(999));
        }
        ProjectFiles.Selection bytes = project.select();
        assertThat(project.stored(bytes)).contains("compose.yml").hasSize(1 + 20);
        assertThat(left(bytes, project.stack.resolve("deep/down"))).satisfies(left -> {
            assertThat(left.reason()).isEqualTo(Reason.BOUND);
            assertThat(left.count()).isEqualTo(10);
            assertThat(left.alarming()).isTrue();
        });

        ProjectFiles.Selection entries = project.select(new ProjectFiles.Bounds(1000, 5000, 100_000, 10));
        assertThat(project.stored(entries)).contains("compose.yml").hasSizeLessThan(12);
        assertThat(left(entries, project.stack.resolve("deep/down")).reason()).isEqualTo(Reason.BOUND);
    }

    @Test
    void aNetworkFileSystemIsNotRead() throws Exception {
        project.file("share/a.conf", "x");
        Files.writeString(
                project.directory.resolve("mountinfo"),
                "36 35 0:40 / " + project.stack.resolve("share") + " rw,relatime shared:1 - nfs4 host:/x rw\n");

        ProjectFiles.Selection selection = project.select();

        assertThat(selection.files()).isEmpty();
        assertThat(left(selection, project.stack.resolve("share")).why()).contains("network file system");
    }
}
