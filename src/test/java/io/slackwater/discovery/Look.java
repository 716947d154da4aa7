package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.app.ServiceKinds;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.MountProof;
import io.slackwater.kind.ServiceKind;
import io.slackwater.kind.config.ConfigKind;
import io.slackwater.kind.config.NoConfig;
import io.slackwater.kind.postgres.PostgresHistory;
import io.slackwater.kind.postgres.RestoreMark;
import io.slackwater.policy.Policy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Discovery with a stand-in for Docker. A test can change all of its inputs. */
public final class Look {

    /** Begins with a capital, or with a label, a path, a program or a number. Ends with an end mark. */
    private static final Pattern SENTENCE = Pattern.compile("(\\p{Lu}|[0-9/-]|[a-z]+[./:_]|[A-Z_]+ )(?s:.*)[.?!…]");

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    public final StandInDocker docker = new StandInDocker();
    public final Map<Path, MountProof> refuted = new HashMap<>();
    /** Directories of the host that cannot be seen here. */
    public final Set<Path> unmounted = new HashSet<>();
    /** The directories of each call to the prover. */
    public final List<Set<Path>> proved = new ArrayList<>();
    /** Datasets that have backups. */
    public final Set<String> backedUp = new HashSet<>();
    /** Databases created by restores, by their identity in the server and their name. */
    public final Map<String, RestoreMark> restored = new HashMap<>();

    public Policy policy = Policies.usual();
    public OwnEnvironment own = new OwnEnvironment(
            Set.of("slackwater"),
            List.of(Path.of("/secrets")),
            List.of(Path.of("/data")),
            Optional.of(Path.of(ContainerBuilder.DIRECTORY)));
    /** The configuration kind of the list. */
    public final ConfigKind config =
            new ConfigKind(docker, new NoConfig(), directory -> !unmounted.contains(directory));

    private @org.jspecify.annotations.Nullable Discovery discovery;

    public Inventory look() throws DockerException, InterruptedException {
        if (discovery == null) {
            discovery = new Discovery(docker, () -> policy, CLOCK, this::prove, kinds());
        }
        Inventory inventory = discovery.look(docker.survey(), own);
        assertThat(inventory.uncovered()).allSatisfy(one -> {
            assertThat(one.reason()).as("the reason is a sentence").matches(SENTENCE);
            assertThat(one.remedy()).as("the remedy is a sentence").matches(SENTENCE);
        });
        return inventory;
    }

    /** The request for a dump of a dataset. */
    public CaptureRequest request(String dataset) throws DockerException, InterruptedException {
        Inventory inventory = look();
        Dataset found = inventory.dataset(dataset).orElseThrow();
        return new CaptureRequest(
                found,
                inventory.workload(found.workload()).orElseThrow(),
                "run1",
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
    }

    private PostgresHistory history() {
        return new PostgresHistory() {

            @Override
            public boolean has(String dataset) {
                return backedUp.contains(dataset);
            }

            @Override
            public Optional<RestoreMark> restored(String identity, String name) {
                return Optional.ofNullable(restored.get(identity + " " + name));
            }
        };
    }

    /** The configuration kind of the list sees every directory but the unmounted ones. */
    public Kinds<ServiceKind> kinds() {
        List<ServiceKind> all = new ArrayList<>(
                new ServiceKinds(docker, CLOCK, history(), new NoConfig()).all().all());
        all.replaceAll(kind -> kind instanceof ConfigKind ? config : kind);
        return new Kinds<>(all);
    }

    private Map<Path, MountProof> prove(Collection<Path> sources) {
        proved.add(Set.copyOf(sources));
        Map<Path, MountProof> proofs = new HashMap<>();
        sources.forEach(source -> proofs.put(source, refuted.getOrDefault(source, new MountProof.Proven(1, 2))));
        return proofs;
    }

    /** {@code subject: reason} of all uncovered data with this severity. */
    public static List<String> said(Inventory inventory, Uncovered.Severity severity) {
        return inventory.uncovered().stream()
                .filter(uncovered -> uncovered.severity() == severity)
                .map(uncovered -> uncovered.subject().text() + ": " + uncovered.reason())
                .toList();
    }

    public static List<String> ids(Inventory inventory) {
        return inventory.datasets().stream().map(Dataset::id).toList();
    }

    public static List<String> alarms(Inventory inventory) {
        return said(inventory, Uncovered.Severity.ALARM);
    }

    public static List<String> notes(Inventory inventory) {
        return said(inventory, Uncovered.Severity.NOTE);
    }
}
