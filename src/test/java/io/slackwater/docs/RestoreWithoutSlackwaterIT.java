package io.slackwater.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.repository.PreparedRepositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores a stack of real servers with restic, with Slackwater's names, tags, paths and flags. Then runs the commands of
 * the pages, first beside the running stack, then after a complete loss.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestoreWithoutSlackwaterIT {

    private static final String PROJECT =
            "sw-it-docs-" + ProcessHandle.current().pid();

    /** Without health checks, like many stacks. The commands of the pages wait for the servers themselves. */
    private static final String COMPOSE = """
            services:
              db:
                image: pgvector/pgvector:pg17
                environment: { POSTGRES_USER: appowner, POSTGRES_DB: app, POSTGRES_PASSWORD: only-for-this-test }
                volumes: [ "db-data:/var/lib/postgresql/data" ]
              redis:
                image: redis:8
                # It listens late, as on a busy machine.
                entrypoint: ["sh", "-c", "sleep 2; exec docker-entrypoint.sh \\"$$@\\"", "--"]
                command: ["redis-server", "--requirepass", "only-for-this-test", "--appendonly", "yes"]
                volumes: [ "redis-data:/data" ]
              files:
                image: debian:trixie-slim
                command: ["sleep", "infinity"]
                init: true
                volumes: [ "files-data:/srv/files" ]
            volumes: { db-data: {}, redis-data: {}, files-data: {} }
            """;

    private static final String FILL = """
            docker compose up -d
            docker compose exec -T db sh -c 'until pg_isready -q -h 127.0.0.1; do sleep 0.3; done'
            docker compose exec -T db psql -X -q -v ON_ERROR_STOP=1 -U appowner -d app <<'SQL'
            CREATE ROLE webapp LOGIN PASSWORD 'from before the loss';
            ALTER ROLE webapp SET statement_timeout = '30s';
            CREATE EXTENSION vector;
            CREATE TABLE documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text, e vector(3));
            INSERT INTO documents (body, e) SELECT 'document ' || n, array[n, n + 1, n + 2]::vector FROM generate_series(1, 500) n;
            CREATE INDEX ON documents USING hnsw (e vector_l2_ops);
            ALTER TABLE documents OWNER TO webapp;
            SELECT lo_from_bytea(4242, 'a large object');
            ALTER DATABASE app SET work_mem = '7MB';
            ALTER DATABASE app OWNER TO webapp;
            SQL
            docker compose exec -T redis sh -c 'until redis-cli ping 2>&1 | grep -q NOAUTH; do sleep 0.3; done'
            docker compose exec -T redis sh -c 'for i in $(seq 200); do echo "SET key:$i value-$i"; done | redis-cli -a only-for-this-test --no-auth-warning' > /dev/null
            docker compose exec -T files sh -ec 'cd /srv/files
              mkdir -p deep/er private; chmod 700 private; echo secret > private/s; chmod 600 private/s
              echo plain > "with blank"; ln -s "with blank" link; ln "with blank" hard; chown 1000:1000 deep/er
              head -c 300000 /dev/urandom > deep/er/random'
            """;

    /** Backs up as the sidecar does, except for the path of the bytes. */
    private static final String BACK_UP = """
            stream() { # repository dataset file command...
              r=$1 d=$2 f=$3; shift 3
              restic -q -r data/repos/$r -p secrets/keys/$r.key backup --host shop --tag plan:$d --tag created-by:shop --exclude-caches \\
                --stdin-from-command --stdin-filename $f -- "$@"
            }
            stream critical shop.db.roles shop.db.roles.sql docker compose exec -T db pg_dumpall -U appowner --globals-only
            for id in shop.db.app shop-db-app; do
              stream critical $id $id.dump docker compose exec -T db pg_dump -U appowner -Fc -Z0 -d app
            done
            stream system shop.redis.rdb shop.redis.rdb.rdb docker compose exec -T -e REDISCLI_AUTH=only-for-this-test redis \\
              sh -c 'redis-cli --rdb /tmp/d.rdb >&2 && cat /tmp/d.rdb'
            mkdir -p files && cp compose.yml files/ && tar -cf config.tar files
            stream critical shop.config shop.config.tar cat config.tar
            restic -q -r data/repos/critical -p secrets/keys/critical.key backup --host shop --tag plan:shop.files.srv-files \\
              --tag created-by:shop --exclude-caches "$VOLUME"
            """;

    @TempDir
    static Path stack;

    private final MarkedBlocks page;

    RestoreWithoutSlackwaterIT() throws IOException {
        page = MarkedBlocks.of(Path.of("docs/restore-without-slackwater.md"));
    }

    private static String database = "";
    private static String roles = "";
    private static String keys = "";
    private static String files = "";

    @BeforeAll
    static void aStackThatIsBackedUp() throws Exception {
        Files.writeString(stack.resolve("compose.yml"), COMPOSE);
        for (String name : List.of("critical", "system")) {
            PreparedRepositories.copy(name, stack.resolve("data/repos").resolve(name), stack.resolve("secrets"));
        }
        sh(FILL);
        sh("VOLUME=" + volume() + "\n" + BACK_UP);
        database = database("app");
        roles = roles();
        keys = keys();
        files = files(volume());
        assertThat(database.lines().count()).isGreaterThan(500);
        assertThat(roles).contains("webapp").contains("SCRAM-SHA-256").contains("statement_timeout");
        assertThat(keys.lines().count()).isEqualTo(200);
        assertThat(files).contains("with blank").contains("600 0:0").contains("1000:1000");
    }

    @AfterAll
    static void removeIt() throws Exception {
        sh("docker compose down -v -t 1 --remove-orphans");
    }

    @Test
    @Order(1)
    void dataIsRestoredBesideTheRunningStack() throws Exception {
        assertThat(sh(page.block("find"))).contains("plan:shop.db.app").contains("/shop.db.app.dump");
        sh(page.block("check-dump"));
        sh(page.block("beside"));
        // What belongs to the database itself does not come this way, as the page says.
        assertThat(rows(database("app_restored"))).isEqualTo(rows(database));
        assertThat(sh(page.block("check-rdb"))).contains("RDB looks OK");
        sh(page.block("files-beside"));
        assertThat(files(stack.resolve("restored") + volume())).isEqualTo(files);
        assertThat(sh(page.block("config"))).contains("files/compose.yml");
        assertThat(sh(page.block("older"))).contains("plan:shop-db-app").doesNotContain("shop.db.app");
        sh("docker compose exec -T db pg_restore -f /dev/null < shop-db-app.dump");
    }

    @Test
    @Order(2)
    void dataIsRestoredOnANewMachine() throws Exception {
        sh("docker compose down -v -t 1");
        assertThat(Path.of(volume())).doesNotExist();

        assertThat(sh(page.block("open"))).contains("plan:shop.db.app").contains("plan:shop.files.srv-files");
        String said = sh(page.block("postgres"));
        assertThat(said.lines().filter(line -> line.contains("ERROR")))
                .allSatisfy(line -> assertThat(line).contains("role \"appowner\" already exists"));
        sh(page.block("redis"));
        sh(page.block("volume"));

        assertThat(roles()).isEqualTo(roles);
        assertThat(database("app")).isEqualTo(database);
        assertThat(keys()).isEqualTo(keys);
        assertThat(files(volume())).isEqualTo(files);
        sh("docker compose restart -t 5 redis");
        sh(page.block("redis-answers"));
        assertThat(keys()).as("still there after a restart").isEqualTo(keys);
        assertThat(sh("docker compose ps --services --status running").lines()).contains("files", "redis", "db");
    }

    private static String volume() throws Exception {
        return sh("docker info -f '{{.DockerRootDir}}'").strip() + "/volumes/" + PROJECT + "_files-data/_data";
    }

    private static String rows(String fingerprint) {
        return fingerprint.lines().filter(line -> !line.startsWith("database|")).reduce("", (a, b) -> a + b + "\n");
    }

    private static String database(String name) throws Exception {
        return sh("""
                docker compose exec -T db psql -X -q -At -v ON_ERROR_STOP=1 -U appowner -d %s <<'SQL'
                SELECT 'database', pg_encoding_to_char(encoding), pg_get_userbyid(datdba),
                  (SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = d.oid AND setrole = 0)
                  FROM pg_database d WHERE datname = current_database();
                SELECT * FROM documents ORDER BY id;
                SELECT indexdef FROM pg_indexes WHERE tablename = 'documents' ORDER BY 1;
                SELECT 'owner', tableowner FROM pg_tables WHERE tablename = 'documents';
                SELECT 'sequence', last_value FROM documents_id_seq;
                SELECT 'large object', lo_get(4242);
                SQL
                """.formatted(name));
    }

    private static String roles() throws Exception {
        return sh("docker compose exec -T db psql -X -q -At -U appowner -d postgres -c \"SELECT rolname, rolpassword,"
                + " rolconfig FROM pg_authid LEFT JOIN (SELECT setrole, setconfig rolconfig FROM pg_db_role_setting"
                + " WHERE setdatabase = 0) s ON setrole = oid WHERE rolname !~ '^pg_' ORDER BY 1\"");
    }

    private static String keys() throws Exception {
        return sh("""
                docker compose exec -T redis sh -c 'for k in $(redis-cli -a only-for-this-test --no-auth-warning keys "*" | sort); do
                  echo "$k $(redis-cli -a only-for-this-test --no-auth-warning get $k)"; done'
                """);
    }

    private static String files(String directory) throws Exception {
        return sh("cd '" + directory + "' && find . -mindepth 1 -printf '%p %y %m %U:%G %n %s %l\\n' | sort"
                + " && find . -type f -print0 | sort -z | xargs -0 sha256sum");
    }

    /** Runs commands as a reader would in the stack's directory, but stops at the first failure. */
    private static String sh(String lines) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", lines)
                .directory(stack.toFile())
                .redirectErrorStream(true);
        shell.environment().put("COMPOSE_PROJECT_NAME", PROJECT);
        shell.environment().put("COMPOSE_PROGRESS", "quiet");
        shell.environment().put("RESTIC_CACHE_DIR", stack.resolve("cache").toString());
        String restic = System.getProperty("SLACKWATER_RESTIC", System.getenv("SLACKWATER_RESTIC"));
        if (restic != null && restic.startsWith("/")) {
            shell.environment()
                    .merge("PATH", "", (path, none) -> Path.of(restic).getParent() + ":" + path);
        }
        Process process = shell.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s%nsaid:%n%s", lines, said).isZero();
        return said;
    }
}
