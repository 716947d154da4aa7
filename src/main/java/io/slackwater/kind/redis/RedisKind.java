package io.slackwater.kind.redis;

import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.Toolbox;
import io.slackwater.discovery.Credentials;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Evidence.Strength;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.InspectionResult;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.SignInSearch;
import io.slackwater.discovery.Source;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredFile;
import io.slackwater.kind.ServerFiles;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.StoredDump;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Redis and Valkey: one dump of the server's whole content. The dataset stays listed while the server is down, so that
 * it is reported as overdue.
 */
public final class RedisKind implements ServiceKind {

    /** The name of the only dataset, and of its format. */
    static final String RDB = "rdb";

    public static final KindProfile PROFILE = new KindProfile(
            new Kind("redis"), "system", List.of(Method.STREAM), Map.of(), Map.of(RDB, Set.of()), Set.of(RDB));

    private static final Set<String> IMAGES =
            Set.of("redis", "redis-stack", "redis-stack-server", "valkey", "valkey-bundle");
    private static final Set<String> SERVERS = Set.of("redis-server", "valkey-server");
    private static final List<String> CLIENTS = List.of("redis-cli", "valkey-cli");
    private static final List<String> DIRECTORIES =
            List.of("/data", "/bitnami/redis", "/bitnami/valkey", "/var/lib/redis", "/var/lib/valkey");
    private static final List<String> PROGRAMS =
            List.of("redis-cli", "valkey-cli", "keydb-cli", "redis-check-rdb", "valkey-check-rdb", "keydb-check-rdb");
    private static final int PORT = 6379;

    private final RedisCapture capture;

    public RedisKind(Docker docker, Clock clock) {
        this.capture = new RedisCapture(docker, new Toolbox(PROGRAMS), clock);
    }

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public Stream<Evidence> recognise(Container container) {
        Stream<Evidence> command = container.command().stream()
                .map(word -> word.substring(word.lastIndexOf('/') + 1))
                .filter(SERVERS::contains)
                .map(program -> Evidence.of(Strength.SETTINGS, "its command runs " + program));
        return Stream.of(Evidence.image(container, IMAGES), command, Evidence.port(container, PORT))
                .flatMap(Function.identity());
    }

    @Override
    public Set<String> probed() {
        return Set.copyOf(CLIENTS);
    }

    @Override
    public Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        for (String client : CLIENTS) {
            if (execs.run(container, ExecCommand.of(client, "-h", "127.0.0.1", "PING"))
                            instanceof Execs.ExecOutcome.Ended ended
                    && answers(ended.stdout() + ended.stderr())) {
                return Optional.of(client + " in it gets an answer");
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the output is an answer of Redis. An error is an answer too: a password is required, data are loading, or
     * protected mode is on.
     */
    private static boolean answers(String said) {
        return Stream.of("PONG", "NOAUTH", "LOADING", "DENIED").anyMatch(said::contains);
    }

    @Override
    public InspectionResult inspect(Inspection asked) throws DockerException, InterruptedException {
        Container container = asked.container();
        Credentials signIn = Credentials.NONE;
        if (container.running()) {
            RedisSignIn search = new RedisSignIn(asked);
            SignInSearch.Found found = search.find();
            signIn = found.signIn();
            search.problem(found)
                    .ifPresent(reason -> asked.alarm(
                            "cannot sign in: " + reason,
                            "set the labels slackwater.user and slackwater.password.env or"
                                    + " slackwater.password.file; an ACL user needs +ping +psync +sync +replconf"));
        } else if (container.state() != Container.State.PAUSED) {
            asked.alarm(
                    "the container is " + container.state().name().toLowerCase(Locale.ROOT),
                    "start it: a database can only be dumped while its server runs");
        }
        Dataset rdb = asked.dump(
                RDB,
                RDB,
                List.of("rdb: the server's whole content", "method stream: the server writes a consistent dump"));
        return InspectionResult.of(signIn, List.of(rdb), directories(container));
    }

    private static Set<String> directories(Container container) {
        Set<String> directories = new LinkedHashSet<>(DIRECTORIES);
        RedisClient.option(container, "--dir")
                .filter(directory -> directory.startsWith("/"))
                .ifPresent(directories::add);
        return directories;
    }

    @Override
    public StreamCapture capture(Source.Stream source) {
        return capture;
    }

    @Override
    public ServerFiles serverFiles(StoredDump dump, Workload server) throws RestoreException, InterruptedException {
        return RedisServerFiles.of(capture, server, dump);
    }

    @Override
    public List<RestoredFile> files(StoredDump dump) {
        return RedisFiles.of(dump);
    }
}
