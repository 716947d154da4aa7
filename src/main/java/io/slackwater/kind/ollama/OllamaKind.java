package io.slackwater.kind.ollama;

import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.DataHome;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Evidence.Strength;
import io.slackwater.discovery.Execs;
import io.slackwater.discovery.Inspection;
import io.slackwater.discovery.InspectionResult;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Method;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.Mount;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ollama's models: each manifest's blobs are there, with the size and the digest that it names. */
public final class OllamaKind implements ServiceKind {

    public static final KindProfile PROFILE = KindProfile.of("ollama", "models", Method.HOT, Method.FREEZE);
    private static final String MODELS = "/root/.ollama/models";
    private static final int PORT = 11434;

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public List<Evidence> recognise(Container container) {
        List<Evidence> found = new ArrayList<>();
        Evidence.image(container, Set.of("ollama")).ifPresent(found::add);
        boolean listens = container.exposedPorts().contains(PORT);
        for (Mount mount : container.mounts()) {
            if (mount.destination().endsWith("/.ollama")) {
                String mounted = "something is mounted at " + mount.destination();
                found.add(
                        listens
                                ? Evidence.of(Strength.MOUNTS, mounted + " and it listens on " + PORT)
                                : Evidence.of(Strength.HINT, mounted));
            }
        }
        if (listens) {
            found.add(Evidence.of(Strength.HINT, "its image exposes port " + PORT));
        }
        return found;
    }

    @Override
    public Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        return execs.run(container, ExecCommand.of("test", "-d", MODELS)) instanceof Execs.Outcome.Ended ended
                        && ended.ok()
                ? Optional.of("it has " + MODELS)
                : Optional.empty();
    }

    @Override
    public InspectionResult inspect(Inspection asked) {
        return InspectionResult.of(new DataHome(
                asked.directory("OLLAMA_MODELS", MODELS),
                "models",
                List.of(new DataHome.Exclude("blobs", "*-partial*", "unfinished downloads")),
                Optional.of("blobs are named by their content and never change")));
    }

    @Override
    public TreeCheck check(Dataset tree, Path scratch) {
        return new OllamaCheck(tree, ((Source.Tree) tree.source()).path());
    }
}
