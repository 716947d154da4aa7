package io.slackwater.kind.ollama;

import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.DataHome;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.InspectionResult;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Ollama: the directory of its models. The check finds each manifest's blobs and compares their sizes and digests. */
public final class OllamaKind implements ServiceKind {

    public static final KindProfile PROFILE = KindProfile.of("ollama", "models", Method.HOT, Method.FREEZE);
    private static final String MODELS = "/root/.ollama/models";
    private static final int PORT = 11434;

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public Stream<Evidence> recognise(Container container) {
        boolean listens = container.exposedPorts().contains(PORT);
        return Stream.of(
                        Evidence.image(container, Set.of("ollama")),
                        Evidence.mountedAt(container, at -> at.endsWith("/.ollama"), listens, "it listens on " + PORT),
                        Evidence.port(container, PORT))
                .flatMap(Function.identity());
    }

    @Override
    public Set<String> probed() {
        return Set.of(MODELS);
    }

    @Override
    public Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        return execs.succeeds(container, "test", "-d", MODELS) ? Optional.of("it has " + MODELS) : Optional.empty();
    }

    @Override
    public InspectionResult inspect(Inspection asked) {
        return InspectionResult.of(new DataHome(
                asked.directory("OLLAMA_MODELS", MODELS),
                "models",
                "blobs/*-partial*",
                "unfinished downloads",
                List.of("blobs", "manifests"),
                Optional.of("blobs are named by their content and never change")));
    }

    @Override
    public TreeCheck check(Dataset tree, Path scratch) {
        return new OllamaCheck(tree, ((Source.Tree) tree.source()).path());
    }
}
