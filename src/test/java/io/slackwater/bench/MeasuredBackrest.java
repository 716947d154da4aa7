package io.slackwater.bench;

import io.slackwater.backrest.BackrestDouble;
import io.slackwater.backrest.client.BackrestAccess;
import io.slackwater.backrest.client.BackrestClient;
import io.slackwater.backrest.client.BackrestException;
import io.slackwater.backrest.engine.BackrestEngine;
import io.slackwater.backrest.engine.BackrestRestic;
import io.slackwater.backrest.engine.CallbackSession;
import io.slackwater.backrest.engine.MissedCallbacks;
import io.slackwater.backrest.engine.PendingCallbacks;
import io.slackwater.backrest.engine.PolicySetting;
import io.slackwater.backrest.reconcile.BackrestConflicts;
import io.slackwater.backrest.reconcile.BackrestProvisioning;
import io.slackwater.backrest.reconcile.BackrestView;
import io.slackwater.backrest.reconcile.ReconcileOutcome;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Inventory;
import io.slackwater.journal.TestJournal;
import io.slackwater.policy.Policy;
import io.slackwater.repository.Engine;
import io.slackwater.repository.OtherRestic;
import io.slackwater.repository.Repositories;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import io.slackwater.stream.CallbackHandler;
import io.slackwater.stream.OfferedDumps;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A fresh Backrest for one measurement, with its engine. Backrest is the double, or a real one in a container on the
 * host's network. A backup that Backrest leaves to the embedded engine fails here, because it is not measured.
 */
final class MeasuredBackrest implements AutoCloseable {

    private static final TestJournal MEMORY = new TestJournal();

    /** The name that selects the double instead of an image. */
    static final String DOUBLE = "double";

    private static final String HOSTNAME = "backrest";
    private static final String AUTHORIZATION = "Bearer bench-backrest";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The sidecar's period. */
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final BackrestClient client;
    private final BackrestView view;
    private final AutoCloseable backrest;

    private MeasuredBackrest(BackrestClient client, BackrestView view, AutoCloseable backrest) {
        this.client = client;
        this.view = view;
        this.backrest = backrest;
    }

    /** @param calls what the engine expects */
    static CallbackHandler reception(PendingCallbacks calls) {
        return new CallbackHandler() {
            @Override
            public boolean knows(String authorization) {
                return authorization.equals(AUTHORIZATION);
            }

            @Override
            public Answer stream(String dataset) throws InterruptedException {
                Optional<CallbackSession> session = calls.find(dataset);
                boolean welcome =
                        session.isPresent() && session.get().start(PATIENCE).isEmpty();
                return welcome ? new Answer(200, "welcome") : new Answer(409, "nobody expects this call");
            }

            @Override
            public Answer hook(String dataset, String event) {
                return new Answer(404, "there are streams only");
            }
        };
    }

    /**
     * Starts it.
     *
     * @param which the name of an image, or {@link #DOUBLE}
     * @param place holds the repositories, and what is Backrest's own
     * @param secrets with the repositories' keys
     * @param endpoint of the dumps
     */
    static MeasuredBackrest start(String which, Path place, Path secrets, URI endpoint) throws Exception {
        Path own = Files.createDirectories(place.resolve("backrest"));
        Path header = Files.writeString(own.resolve("header"), "Authorization: " + AUTHORIZATION + "\n");
        BackrestView view = new BackrestView(endpoint, header, secrets.resolve("keys"));
        return which.equals(DOUBLE) ? ofDouble(own, view) : ofImage(which, place, own, view);
    }

    private static MeasuredBackrest ofDouble(Path own, BackrestView view) throws IOException {
        BackrestDouble backrest = new BackrestDouble(own);
        return new MeasuredBackrest(backrest.client(), view, backrest);
    }

    private static MeasuredBackrest ofImage(String image, Path place, Path own, BackrestView view) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        BenchShell shell = new BenchShell(Map.of(
                "NAME",
                "slackwater-bench-backrest",
                "HOST",
                HOSTNAME,
                "IMAGE",
                image,
                "PLACE",
                place.toString(),
                "OWN",
                own.toString()));
        // As ourselves, for we have to read what it writes.
        shell.run("""
                docker rm -fv "$NAME" >/dev/null 2>&1 || true
                docker run -d --name "$NAME" --label io.slackwater.demo=slackwater-bench --network host --hostname "$HOST" \
                  --user "$(id -u):$(id -g)" -v "$PLACE:$PLACE" -e HOME="$OWN" -e TMPDIR=/tmp -e XDG_CACHE_HOME="$OWN/cache" \
                  -e BACKREST_DATA="$OWN/data" -e BACKREST_CONFIG="$OWN/config.json" -e BACKREST_PORT=127.0.0.1:%d "$IMAGE"
                """.formatted(port));
        BackrestClient client = new BackrestClient(new BackrestAccess(
                URI.create("http://127.0.0.1:" + port), "bench", () -> "bench", PATIENCE, PATIENCE, PATIENCE));
        return new MeasuredBackrest(client, view, () -> shell.run("docker rm -fv \"$NAME\""));
    }

    /** The restic that must be idle during retention. */
    OtherRestic other() {
        return new BackrestRestic(client, HOSTNAME, Duration.ofMinutes(5), System::nanoTime);
    }

    /** Gives Backrest the policy's repositories that are used, and a plan for each dataset. */
    private void provision(BackrestProvisioning provisioning, Policy policy, List<Dataset> datasets) throws Exception {
        awaitAnswer();
        ReconcileOutcome outcome = provisioning.pass(policy, datasets, Set.of());
        for (int more = 0; more < 20 && !(outcome instanceof ReconcileOutcome.InSync); more++) {
            // A write is applied a moment after its answer, and a new repository is looked through first.
            Thread.sleep(PERIOD);
            outcome = provisioning.pass(policy, datasets, Set.of());
        }
        if (!(outcome instanceof ReconcileOutcome.InSync)
                || !outcome.conflicts().isEmpty()) {
            throw new IllegalStateException("Backrest does not take the plans: " + outcome);
        }
        Thread.sleep(PERIOD);
    }

    private void awaitAnswer() throws Exception {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                client.config();
                return;
            } catch (BackrestException e) {
                if (System.nanoTime() > giveUp) {
                    throw e;
                }
                Thread.sleep(PERIOD);
            }
        }
    }

    /** Provisions Backrest, and returns the engine by which Backrest backs all datasets of the inventory up. */
    Engine engine(
            PendingCallbacks calls, Inventory inventory, Policy policy, Repositories repositories, OfferedDumps desk)
            throws Exception {
        BackrestProvisioning provisioning = new BackrestProvisioning(
                client, repositories, MEMORY.journal(), view, Optional::empty, backup -> true, Clock.systemUTC());
        provision(provisioning, policy, inventory.datasets());
        return new BackrestEngine(
                client,
                calls,
                new PolicySetting(
                        () -> inventory,
                        () -> policy,
                        MEMORY.journal().verdicts(),
                        new BackrestConflicts(client, repositories, provisioning, List.of()),
                        repositories::gate,
                        dataset -> false,
                        run -> Optional.empty()),
                new MissedCallbacks(MEMORY.journal().backrest(), Path.of("/unused")),
                desk,
                PERIOD,
                System::nanoTime);
    }

    @Override
    public void close() throws Exception {
        try (backrest) {
            client.close();
        }
    }

    /** The last engine, which must get no backup. */
    static final class Never implements Engine {

        @Override
        public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
                throws RepositoryException {
            throw new IllegalStateException("Backrest did not store " + request.dataset() + "; its log says why");
        }
    }
}
