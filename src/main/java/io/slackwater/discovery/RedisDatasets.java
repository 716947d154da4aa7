package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one dataset of a Redis or Valkey server. It stays listed when the server cannot be asked, so that its age goes on counting.
 * Stateless.
 */
final class RedisDatasets {

    private static final List<String> USUAL =
            List.of("/data", "/bitnami/redis", "/bitnami/valkey", "/var/lib/redis", "/var/lib/valkey");

    private final Execs execs;
    private final SignInSearch search;

    RedisDatasets(Execs execs) {
        this.execs = execs;
        this.search = new SignInSearch(execs);
    }

    Dumped look(WorkloadId id, String subject, Container container, Labels labels, PlanChoice plan, Coverage coverage)
            throws DockerException, InterruptedException {
        SignInSearch.Found found = new SignInSearch.Found(Credentials.NONE, List.of(), Optional.empty());
        if (container.running()) {
            found = search.redis(container, labels);
            problem(container, found)
                    .ifPresent(reason -> coverage.alarm(
                            id,
                            subject,
                            "cannot sign in: " + reason,
                            "how to sign in is said by the labels slackwater.user and slackwater.password.env or"
                                    + " slackwater.password.file; an ACL user needs +ping +psync +sync +replconf"));
        } else if (container.state() != Container.State.PAUSED) {
            coverage.alarm(
                    id,
                    subject,
                    "the container is " + container.state().name().toLowerCase(Locale.ROOT),
                    "start it: a database can only be dumped while its server runs");
        }
        Dataset rdb = new Dataset(
                DatasetIds.own(id, "rdb"),
                id,
                "rdb",
                Kind.REDIS,
                new Source.RedisRdb(),
                Method.STREAM,
                plan.plan(),
                List.of(
                        "rdb: everything the server holds at that moment",
                        "method stream: the server dumps it by itself",
                        plan.because()));
        return new Dumped(found.signIn(), List.of(rdb), directories(container), found.because());
    }

    private Optional<String> problem(Container container, SignInSearch.Found found)
            throws DockerException, InterruptedException {
        if (found.problem().isPresent()) {
            return found.problem();
        }
        Execs.Outcome outcome = ping("redis-cli", container, found.signIn());
        if (outcome instanceof Execs.Outcome.Refused) {
            outcome = ping("valkey-cli", container, found.signIn());
        }
        return switch (outcome) {
            case Execs.Outcome.Refused refused -> Optional.of(refused.why());
            case Execs.Outcome.Ended ended -> {
                String said = (ended.stdout() + " " + ended.stderr()).strip().replaceAll("\\.?\\s*\\R\\s*", "; ");
                // The client goes on as the default user when the one it was given is refused.
                boolean refused = said.contains("WRONGPASS") || said.contains("AUTH failed");
                boolean there = said.contains("PONG") || said.contains("LOADING") || said.contains("BUSY");
                yield there && !refused
                        ? Optional.empty()
                        : Optional.of(
                                said.isEmpty()
                                        ? "no answer to PING"
                                        : SignInWords.added(said, said, container, found.signIn(), found.because()));
            }
        };
    }

    private Execs.Outcome ping(String client, Container container, Credentials signIn)
            throws DockerException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(client));
        signIn.user().ifPresent(user -> argv.addAll(List.of("--user", user)));
        argv.add("PING");
        ExecCommand command = new ExecCommand(argv, Map.of(), "");
        if (signIn.password().isPresent()) {
            command = command.withEnvironment(
                    "REDISCLI_AUTH", signIn.password().get().reveal());
        }
        return execs.run(container, command);
    }

    static Set<String> directories(Container container) {
        Set<String> directories = new LinkedHashSet<>(USUAL);
        List<String> command = container.command();
        for (int i = 0; i + 1 < command.size(); i++) {
            if (command.get(i).equals("--dir") && command.get(i + 1).startsWith("/")) {
                directories.add(command.get(i + 1));
            }
        }
        return directories;
    }
}
