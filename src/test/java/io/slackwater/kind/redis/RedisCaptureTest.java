package io.slackwater.kind.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Look;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.StandInDocker;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.ExecResult;
import io.slackwater.journal.EndCause;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands for a Redis server, with a stand-in for Docker. {@link RedisCaptureIT} asks real servers. */
class RedisCaptureTest {

    private static final String TOOLS = "redis-cli\nredis-check-rdb\ntimeout -k 10\n";

    private final Look look = new Look();
    private final StandInDocker docker = look.docker;

    private CaptureRequest request(ContainerBuilder server) throws Exception {
        docker.with(server.enabled().image("redis:8"));
        Workload workload = look.look().workloads().stream()
                .filter(one -> one.id().service().equals("cache"))
                .findFirst()
                .orElseThrow();
        Dataset rdb = workload.datasets().getFirst();
        return new CaptureRequest(
                rdb, workload, "run1", Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private static ContainerBuilder server() {
        return ContainerBuilder.service("shop", "cache").volume("cache", "/data");
    }

    private StreamCapture capture(CaptureRequest request) {
        return new RedisKind(docker, Clock.systemUTC())
                .capture((Source.Stream) request.dataset().source());
    }

    @Test
    void theFactsAreTheNamesDirectoryAndOwnerOfTheServersFiles() throws Exception {
        docker.answers("shop-cache-1", "sh", TOOLS)
                .answers("shop-cache-1", "stat", "999:1000\n")
                .answers("shop-cache-1", "redis-cli", command -> {
                    String asked = String.join(" ", command.argv());
                    return new ExecResult(
                            0,
                            asked.contains("append*")
                                    ? "appendonly\nyes\nappenddirname\naof\nappendfsync\nalways\n"
                                    : asked.contains("d[ib]*") ? "dir\n/data/redis\ndbfilename\nx.rdb\n" : "PONG\n",
                            "");
                });
        CaptureRequest request =
                request(server().command("redis-server", "--port", "7000", "--requirepass", "hunter2"));

        assertThat(capture(request).facts(request))
                .isEqualTo(Map.of(
                        "appendonly", "yes",
                        "appenddirname", "aof",
                        "dir", "/data/redis",
                        "dbfilename", "x.rdb",
                        "below", "redis",
                        "owner", "999:1000"));
        assertThat(docker.asked).anyMatch(asked -> asked.endsWith("redis-cli -p 7000 --raw CONFIG GET append*"));
        assertThat(docker.asked).as("the password is in no argument").noneMatch(asked -> asked.contains("hunter2"));
        assertThat(docker.environments).contains(Map.of("REDISCLI_AUTH", "hunter2", "VALKEYCLI_AUTH", "hunter2"));
    }

    @Test
    void aServerThatRefusesItsSettingsHasNoFacts() throws Exception {
        docker.answers("shop-cache-1", "sh", TOOLS)
                .answers("shop-cache-1", "redis-cli", command -> new ExecResult(0, "NOPERM no permissions\n", ""));
        CaptureRequest request = request(server());
        assertThat(capture(request).facts(request)).isEmpty();
    }

    @Test
    void anImageWithoutAClientCannotBeDumped() throws Exception {
        docker.answers("shop-cache-1", "sh", "timeout\n");
        CaptureRequest request = request(server());
        assertThatThrownBy(() -> capture(request).open(request))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.SOURCE_INVALID))
                .hasMessageContaining("has no redis-cli, valkey-cli or keydb-cli");
    }

    @Test
    void aDumpOfAStoppedServerIsCheckedByItsChecksum() throws Exception {
        CaptureRequest request = request(server().state(Container.State.EXITED));
        assertVerdict(request, Rdbs.whole(500, 1), null);
        assertVerdict(request, Rdbs.withoutChecksum(500, 1), "has no checksum");
        assertVerdict(request, new byte[0], "Bad checksum");
        capture(request).sweep(request);
    }

    @Test
    void aDumpIsCheckedByItsChecksumWhenTheImageHasNoTool() throws Exception {
        docker.answers("shop-cache-1", "sh", "redis-cli\n");
        CaptureRequest request = request(server());
        assertVerdict(request, Rdbs.whole(500, 1), null);
    }

    private void assertVerdict(CaptureRequest request, byte[] rdb, @Nullable String problem) throws Exception {
        try (StreamCheck check = capture(request).check(request)) {
            check.write(rdb, 0, rdb.length);
            if (problem == null) {
                check.complete();
            } else {
                assertThatThrownBy(check::complete)
                        .isInstanceOf(CaptureException.class)
                        .hasMessageContaining(problem);
            }
        }
    }

    @Test
    void anUnreachableDockerCannotVerifyADump() throws Exception {
        CaptureRequest request = request(server());
        docker.goAway();
        assertThatThrownBy(() -> capture(request).check(request))
                .isInstanceOfSatisfying(
                        CaptureException.class, e -> assertThat(e.endCause()).isEqualTo(EndCause.NOT_CHECKED))
                .hasMessageContaining("Could not verify the stored dump of service cache of project shop");
    }

    @ParameterizedTest
    @CsvSource({
        "0, '', false",
        "1, 'Bad file format', true",
        "1, 'Cannot open file /dev/stdin: Permission denied', false",
        "127, 'not found', false",
        "137, '', false"
    })
    void onlyAToolThatReadTheDumpFindsItDamaged(int code, String output, boolean damaged) {
        assertThat(new RdbCheck("dump of x").judge(code, output).isPresent()).isEqualTo(damaged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis-server --requirepass hunter2 | signs in",
                "sh -c 'exec redis-server --requirepass \"$SECRET\"' | signs in",
                "redis-server /etc/redis.conf | signs in",
                "redis-server | no answer to PING"
            })
    void thePasswordOfTheCommandIsTried(String line, String result) throws Exception {
        docker.answers("shop-cache-1", "cat", "# comment\nrequirepass \"hunter2\"\n")
                .answers(
                        "shop-cache-1",
                        "redis-cli",
                        command -> new ExecResult(
                                0, "hunter2".equals(command.environment().get("REDISCLI_AUTH")) ? "PONG\n" : "", ""));
        ContainerBuilder server = server().env("SECRET", "hunter2")
                .command(
                        line.startsWith("sh -c")
                                ? new String[] {"sh", "-c", line.substring(line.indexOf('\'') + 1, line.length() - 1)}
                                : line.split(" "));

        Workload workload = request(server).workload();

        List<String> alarms = Look.alarms(look.look());
        if (result.equals("signs in")) {
            assertThat(alarms).isEmpty();
            assertThat(workload.signIn().password()).isPresent();
        } else {
            assertThat(alarms).singleElement().asString().contains(result);
        }
    }
}
