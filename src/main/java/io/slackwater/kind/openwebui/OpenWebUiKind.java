package io.slackwater.kind.openwebui;

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
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Open WebUI: its data directory without the cache. The check opens its databases and finds each file that they list.
 */
public record OpenWebUiKind(Docker docker) implements ServiceKind {

    private static final String DATABASE = OpenWebUiSettings.DATA + "/webui.db";

    public static final KindProfile PROFILE = KindProfile.of("open-webui", "critical", Method.HOT, Method.FREEZE);

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    @Override
    public Stream<Evidence> recognise(Container container) {
        boolean settings = container.environment().keySet().stream()
                .anyMatch(name -> name.startsWith("WEBUI_") || name.equals("DATA_DIR"));
        return Stream.concat(
                Evidence.image(container, Set.of("open-webui")),
                Evidence.mountedAt(container, OpenWebUiSettings.DATA::equals, settings, "it has its settings"));
    }

    @Override
    public Set<String> probed() {
        return Set.of(DATABASE);
    }

    @Override
    public Optional<String> probe(Container container, Execs execs) throws DockerException, InterruptedException {
        return execs.succeeds(container, "test", "-f", DATABASE) ? Optional.of("it has " + DATABASE) : Optional.empty();
    }

    @Override
    public InspectionResult inspect(Inspection asked) {
        if (asked.method().equals(Optional.of(Method.HOT))) {
            asked.alarm(
                    "its SQLite database is copied while Open WebUI writes it (slackwater.method: hot), so the copy can be inconsistent",
                    "remove the label slackwater.method, so that Slackwater pauses the container during the copy");
        }
        return InspectionResult.of(new DataHome(
                asked.directory("DATA_DIR", OpenWebUiSettings.DATA),
                "data",
                "cache",
                "its content can be downloaded again",
                List.of("webui.db", "uploads", "vector_db"),
                Optional.empty()));
    }

    @Override
    public TreeCheck check(Dataset tree, Path scratch) {
        return new OpenWebUiCheck(tree, (Source.Tree) tree.source(), docker, scratch);
    }
}
