package io.slackwater.kind.openwebui;

import io.slackwater.discovery.DatabaseVariables;
import io.slackwater.discovery.Source;
import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates an Open WebUI container's data by the container's environment and mounts (measured with Open WebUI 0.12.4).
 */
record OpenWebUiSettings(Source.Tree tree, Map<String, String> environment, List<Mount> mounts) {

    static final String DATA = "/app/backend/data";
    /** The database servers that Open WebUI can use, with their usual ports. */
    private static final Map<String, Integer> SERVERS = Map.of("postgres", 5432, "postgresql", 5432, "mysql", 3306);

    private static final String WORKING_DIRECTORY = "/app/backend";

    /**
     * Reads the settings of a container.
     *
     * @param container empty when it does not exist now; the image's defaults apply then
     */
    OpenWebUiSettings(Source.Tree tree, Optional<Container> container) {
        this(
                tree,
                container.map(Container::environment).orElse(Map.of()),
                container.map(Container::mounts).orElse(List.of()));
    }

    /** The absolute path of the data directory in the container. */
    String data() {
        return Path.of(WORKING_DIRECTORY)
                .resolve(variable("DATA_DIR").orElse(DATA))
                .normalize()
                .toString();
    }

    /** Whether the rows are in a database other than {@code webui.db} in the data directory. */
    boolean elsewhere() {
        return variable("DATABASE_URL").isPresent() || variable("DATABASE_TYPE").isPresent();
    }

    /**
     * Whether the environment names a database server. Discovery reports that server separately if it is not backed up.
     */
    boolean onServer() {
        return !DatabaseVariables.in(environment, SERVERS).isEmpty();
    }

    /** The path on the host for a path in the container; empty when the tree does not contain the path. */
    Optional<String> onHost(String inContainer) {
        String here = tree.destination();
        if (!below(inContainer, here) || deeperMount(inContainer, here)) {
            return Optional.empty();
        }
        String rest = inContainer.substring(slash(here).length());
        return Optional.of(slash(tree.path().toString()) + rest);
    }

    private boolean deeperMount(String path, String here) {
        return mounts.stream().map(Mount::destination).anyMatch(other -> below(path, other) && below(other, here));
    }

    static boolean below(String path, String directory) {
        return path.startsWith(slash(directory));
    }

    private static String slash(String directory) {
        return directory.endsWith("/") ? directory : directory + "/";
    }

    /** Whether the secret key is lost with the container: it is generated inside, and no mount keeps it. */
    boolean keyIsLostWithContainer() {
        if (variable("WEBUI_SECRET_KEY").isPresent()
                || variable("WEBUI_JWT_SECRET_KEY").isPresent()) {
            return false;
        }
        Path file = Path.of(WORKING_DIRECTORY)
                .resolve(variable("WEBUI_SECRET_KEY_FILE").orElse(".webui_secret_key"))
                .normalize();
        return mounts.stream()
                .noneMatch(mount -> file.startsWith(Path.of(mount.destination()).normalize()));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
