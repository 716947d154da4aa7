package io.slackwater.kind.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.HostView;
import io.slackwater.discovery.ReservedPaths;
import io.slackwater.kind.config.NotStored.Reason;
import io.slackwater.policy.ConfigPolicy;
import java.io.IOException;
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

    private static final ProjectFiles.Bounds SMALL = new ProjectFiles.Bounds(1000, 5000, 20_000, 500);

    @TempDir
    Path directory;

    private Path stack;
    private ConfigRules rules = ConfigRules.NONE;
    private ContainerBuilder web;

    @BeforeEach
    void stack() throws Exception {
        directory = directory.toRealPath();
        stack = Files.createDirectory(directory.resolve("stack"));
        web = ContainerBuilder.service("shop", "web")
                .label(ProjectFiles.WORKING_DIRECTORY, stack.toString())
                .label(ProjectFiles.CONFIG_FILES, stack.resolve("compose.yml").toString());
    }

    private Path file(String relative, String content) throws IOException {
        Path file = directory.resolve("stack").resolve(relative);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private ProjectFiles.Selection select() throws IOException {
        return select(SMALL);
    }

    private ProjectFiles.Selection select(ProjectFiles.Bounds bounds) throws IOException {
        Path mounts = directory.resolve("mountinfo");
        if (!Files.exists(mounts)) {
            Files.writeString(mounts, "");
        }
        return new ProjectFiles(rules, bounds, mounts).select(List.of(web.build()));
    }

    private List<String> stored(ProjectFiles.Selection selection) {
        return selection.files().keySet().stream()
                .map(file -> file.startsWith(stack) ? stack.relativize(file).toString() : file.toString())
                .toList();
    }

    private static NotStored left(ProjectFiles.Selection selection, Path path) {
        return selection.notStored().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not among " + selection.notStored()));
    }

    private void policy(List<String> include, List<String> exclude, List<Path> paths) {
        rules = new ConfigRules(new ConfigPolicy(include, exclude, paths), ReservedPaths.NONE);
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
            file(name, "-----BEGIN PRIVATE KEY-----\n".repeat(name.endsWith("key") ? 1 : 0));
        }
        Path image = file("logo.png", "PNG\0");

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactlyElementsOf(names);
        assertThat(selection.notStored()).extracting(NotStored::path).containsExactly(image);
        assertThat(left(selection, image).reason()).isEqualTo(Reason.NOT_TEXT);
        assertThat(left(selection, image).alarming()).isFalse();
    }

    @Test
    void unstorableFilesAreNamedAndTheOthersStored() throws Exception {
        file("compose.yml", "services: {}");
        file("z.conf", "last");
        Path large = stack.resolve("dump.sql");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }
        Path fifo = stack.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path socket = stack.resolve("s");
        Path out = Files.createSymbolicLink(stack.resolve("out"), Path.of("/etc/hostname"));
        // Reading a process' memory from its beginning is an input/output error, also for root.
        Path unreadable = Path.of("/proc/self/mem");
        policy(List.of(), List.of(), List.of(unreadable));
        ProjectFiles.Selection selection;
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            selection = select();
        }

        assertThat(stored(selection)).containsExactly("compose.yml", "out", "z.conf");
        assertThat(left(selection, large).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(left(selection, large).why()).contains("5368709120");
        assertThat(left(selection, large).remedy()).startsWith("keep it in a volume");
        assertThat(left(selection, fifo).reason()).isEqualTo(Reason.NOT_A_FILE);
        assertThat(left(selection, socket).reason()).isEqualTo(Reason.NOT_A_FILE);
        assertThat(left(selection, out).reason()).isEqualTo(Reason.LINK_OUT);
        assertThat(left(selection, out).remedy()).contains("/etc/hostname", "config.paths");
        assertThat(left(selection, unreadable).reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(left(selection, unreadable).alarming()).isTrue();
    }

    @Test
    void theRemedyForALinkOutOfTheDirectoryCanBeCarriedOut() throws Exception {
        Path seen = directory.resolve("seen");
        Path toSeen = Files.createSymbolicLink(stack.resolve("to-seen"), seen.resolve("file"));
        Path toUnseen = Files.createSymbolicLink(stack.resolve("to-unseen"), Path.of("/etc/passwd"));
        HostView view = new HostView(List.of(new HostView.Place(stack, true), new HostView.Place(seen, true)));
        rules = new ConfigRules(ConfigPolicy.DEFAULT, new ReservedPaths(Set.of(), Map.of(), Map.of(), view));

        ProjectFiles.Selection selection = select();

        assertThat(left(selection, toSeen).remedy()).startsWith("name " + seen.resolve("file") + " in config.paths");
        assertThat(left(selection, toUnseen).remedy())
                .startsWith("put a copy of /etc/passwd in place of the link")
                .doesNotContain("config.paths");
    }

    @Test
    void thePolicyAddsAndRemovesFiles() throws Exception {
        file("logo.png", "PNG\0");
        file(".git/config", "[core]");
        file(".git/other", "x");
        file("secrets/db_password", "s");
        file("conf/a.log", "x");
        file("conf/a.conf", "x");
        Path nginx = Files.createDirectories(directory.resolve("etc/nginx"));
        Files.writeString(nginx.resolve("nginx.conf"), "x");
        Files.writeString(nginx.resolve("mime.bin"), "\0");
        policy(List.of("*.png", ".git/config", nginx + "/mime.bin"), List.of("secrets/**", "*.log"), List.of(nginx));

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection))
                .containsExactlyInAnyOrder(
                        "logo.png",
                        ".git/config",
                        "conf/a.conf",
                        nginx.resolve("nginx.conf").toString(),
                        nginx.resolve("mime.bin").toString());
        assertThat(left(selection, stack.resolve("secrets")).reason()).isEqualTo(Reason.EXCLUDED);
        assertThat(left(selection, stack.resolve("conf/a.log")).reason()).isEqualTo(Reason.EXCLUDED);
    }

    @Test
    void unstoredFilesThatComposeNamesAlarm() throws Exception {
        file("compose.yml", """
                x-common: &common
                  env_file: [a.env]
                include:
                  - more/compose.yml
                services:
                  web:
                    <<: *common
                    env_file: !override
                      - path: gone.env
                      - { path: optional.env, required: false }
                    volumes:
                      - ./app.jks:/app.jks:ro
                      - type: bind
                        source: ${CONF:-./conf}/huge.bin
                        target: /x
                  db:
                    env_file: ${DIR}/db.env
                configs:
                  app: { file: ./gone.conf }
                secrets:
                  token: { file: ./secrets/token }
                  other: { environment: TOKEN }
                """);
        file("more/compose.yml", "services: { x: { env_file: x.env } }");
        file(".env", "# comment\nDIR=\"elsewhere\" # so\n");
        file("app.jks", "binary\0".repeat(200));
        file("conf/huge.bin", "\0".repeat(5001));

        ProjectFiles.Selection selection = select();

        assertThat(selection.notStored())
                .filteredOn(NotStored::alarming)
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        stack.resolve("conf/huge.bin"),
                        stack.resolve("elsewhere/db.env"),
                        stack.resolve("gone.conf"),
                        stack.resolve("gone.env"),
                        stack.resolve("more/x.env"),
                        stack.resolve("secrets/token"));
        assertThat(left(selection, stack.resolve("gone.env")).why()).contains("env_file of service web");
        assertThat(stored(selection)).containsExactly(".env", "app.jks", "compose.yml", "more/compose.yml");
    }

    @Test
    void aBindMountedFileThatDockerReportsIsNamed() throws Exception {
        file("compose.yml", "services: {}");
        Path hidden = directory.resolve("elsewhere/app.conf");
        web.readOnlyBind(hidden.toString(), "/app.conf")
                .readOnlyBind(directory + "/media", "/media")
                .readOnlyBind("/etc/hostname", "/hn")
                .readOnlyBind("/usr/share/ca.pem", "/ca.pem")
                .readOnlyBind("/usr/share/fonts", "/fonts")
                .bind("/var/run/docker.sock", "/var/run/docker.sock");
        HostView view = HostView.of(List.of(ContainerBuilder.service("shop", "slackwater")
                .readOnlyBind(stack.toString(), stack.toString())
                .bind("/srv/config", "/etc/nginx")
                .build()));
        ReservedPaths reserved = new ReservedPaths(Set.of(), Map.of(), Map.of(), view);
        rules = new ConfigRules(new ConfigPolicy(List.of(), List.of(), List.of(Path.of("/etc/nginx"))), reserved);

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactly("compose.yml");
        assertThat(selection.notStored())
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        Path.of("/etc/nginx"), hidden, Path.of("/etc/hostname"), Path.of("/usr/share/ca.pem"));
        assertThat(left(selection, Path.of("/etc/hostname")).why()).contains("service web at /hn", "operating system");
        assertThat(left(selection, Path.of("/etc/hostname")).alarming()).isFalse();
        assertThat(left(selection, Path.of("/etc/nginx")).remedy())
                .contains("- /etc/nginx:/etc/nginx:ro,${SLACKWATER_PROPAGATION:-rslave}");
        assertThat(left(selection, hidden).alarming()).isTrue();

        rules = new ConfigRules(new ConfigPolicy(List.of(), List.of(hidden.toString()), List.of()), reserved);
        assertThat(left(select(), hidden).alarming())
                .as("the policy leaves it out")
                .isFalse();
    }

    @Test
    void anInvalidComposeFileIsStoredAndNamed() throws Exception {
        Path broken = file("compose.yml", "services: { web: [\n");

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactly("compose.yml");
        assertThat(left(selection, broken).why()).contains("is no YAML");
    }

    @Test
    void slackwaterKeysAreExcludedInAnyDirectory() throws Exception {
        file("compose.yml", "secrets: { mine: { file: keep/mine }, proxy: { file: keep/nginx/proxy.conf } }");
        Path own = stack.resolve("keep");
        file("keep/keys/critical.key", "k3yk3yk3yk3yk3yk3yk3yk3y");
        file("keep/api.token", "t0kent0kent0kent0kent0ken");
        file("keep/users", "admin:admin:$2b$12$abcdefghijklmnopqrstuv");
        file("keep/nginx/proxy.conf", "x");
        file("keep/mine", "of the stack");
        file("secrets/db_password", "of the stack");
        file("prometheus.yml", "authorization: { credentials: t0kent0kent0kent0kent0ken }");
        Files.createLink(stack.resolve("linked"), own.resolve("keys/critical.key"));
        file("copy/critical", "k3yk3yk3yk3yk3yk3yk3yk3y\n");
        file("other/api.token", "another");
        file("other/keys/x.key", "another");
        file("other/stream/header", "another");
        // The same directory under another path, as a mount shows it.
        Path mounted = Files.createSymbolicLink(directory.resolve("mounted"), own);
        rules = rules.withSecrets(List.of(mounted));

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactly("compose.yml", "secrets/db_password");
        assertThat(selection.notStored())
                .extracting(NotStored::path)
                .containsExactlyInAnyOrder(
                        own,
                        own.resolve("mine"),
                        own.resolve("nginx/proxy.conf"),
                        stack.resolve("copy/critical"),
                        stack.resolve("linked"),
                        stack.resolve("other"),
                        stack.resolve("prometheus.yml"));
        assertThat(selection.notStored())
                .as("only the stack's own file among the keys is lost")
                .filteredOn(NotStored::alarming)
                .extracting(NotStored::path)
                .containsExactly(own.resolve("mine"));
    }

    @Test
    void dataAndDependencyDirectoriesAreSkippedWithOneLineEach() throws Exception {
        file("node_modules/a/index.js", "x");
        file(".git/HEAD", "x");
        file("pg/PG_VERSION", "17");
        file("pg/postgresql.conf", "x");
        file("restores/a.txt", "x");
        file("data/backrest/config.json", "{}");
        for (String name : List.of("config", "keys/k", "snapshots/s", "index/i")) {
            file("repo/" + name, "x");
        }
        file("uploads/one.txt", "x");
        file("conf/app.conf", "x");
        rules = new ConfigRules(
                ConfigPolicy.DEFAULT,
                new ReservedPaths(
                        Set.of(),
                        Map.of(),
                        Map.of(stack.resolve("uploads"), "the dataset shop.web.uploads--2b6fa6bd"),
                        HostView.ALL));

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactly("conf/app.conf");
        assertThat(selection.notStored())
                .filteredOn(one -> one.reason() == Reason.DATA)
                .extracting(one -> stack.relativize(one.path()).toString())
                .containsExactlyInAnyOrder(
                        ".git", "data/backrest", "node_modules", "pg", "repo", "restores", "uploads");
        assertThat(left(selection, stack.resolve("uploads")).why()).contains("shop.web.uploads--2b6fa6bd");
    }

    @Test
    void theSizeBoundKeepsUpperDirectoriesAndNamesTheOthers() throws Exception {
        file("compose.yml", "services: {}");
        for (int i = 0; i < 30; i++) {
            file("deep/down/" + i, "x".repeat(999));
        }
        ProjectFiles.Selection bytes = select();
        assertThat(stored(bytes)).contains("compose.yml").hasSize(1 + 20);
        assertThat(left(bytes, stack.resolve("deep/down"))).satisfies(left -> {
            assertThat(left.reason()).isEqualTo(Reason.BOUND);
            assertThat(left.count()).isEqualTo(10);
            assertThat(left.alarming()).isTrue();
        });

        ProjectFiles.Selection entries = select(new ProjectFiles.Bounds(1000, 5000, 100_000, 10));
        assertThat(stored(entries)).contains("compose.yml").hasSizeLessThan(12);
        assertThat(left(entries, stack.resolve("deep/down")).reason()).isEqualTo(Reason.BOUND);
    }

    @Test
    void aNetworkFileSystemIsNotRead() throws Exception {
        file("share/a.conf", "x");
        Files.writeString(
                directory.resolve("mountinfo"),
                "36 35 0:40 / " + stack.resolve("share") + " rw,relatime shared:1 - nfs4 host:/x rw\n");

        ProjectFiles.Selection selection = select();

        assertThat(selection.files()).isEmpty();
        assertThat(left(selection, stack.resolve("share")).why()).contains("network file system");
    }

    @Test
    void aLinkWithinTheDirectoryIsStoredWithItsTarget() throws Exception {
        file("conf/real.env", "x");
        Files.createSymbolicLink(stack.resolve(".env"), Path.of("conf/real.env"));
        Files.createSymbolicLink(stack.resolve("current"), Path.of("conf"));

        ProjectFiles.Selection selection = select();

        assertThat(stored(selection)).containsExactly(".env", "conf/real.env", "current");
        assertThat(selection.notStored()).extracting(NotStored::path).containsExactly(stack.resolve("compose.yml"));
    }

    @Test
    void aFileBehindALinkOutOfTheDirectoryIsNamed() throws Exception {
        file("compose.yml", "services: {}");
        Path shared = Files.writeString(directory.resolve("shared.env"), "SHARED=1");
        Path link = Files.createSymbolicLink(stack.resolve(".env"), shared);

        assertThat(left(select(), link).alarming()).isTrue();
        policy(List.of(), List.of(), List.of(shared));
        assertThat(stored(select())).contains(".env", shared.toString());
        assertThat(select().notStored()).isEmpty();
    }
}
