package io.slackwater.capture;

import io.slackwater.docker.Container;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files of a Compose project that a rebuild needs, taken from where Compose's labels say, which is the same path here. */
final class ConfigFiles {

    /** A larger file is no configuration. */
    static final long LARGEST = 16L << 20;

    static final String PREFIX = "files";

    /** Labels of docs.docker.com/compose, set by Compose v2 on every container. */
    static final String CONFIG_FILES = "com.docker.compose.project.config_files";

    static final String WORKING_DIRECTORY = "com.docker.compose.project.working_dir";
    static final String ENVIRONMENT_FILES = "com.docker.compose.project.environment_file";

    private static final List<String> DIRECTORIES = List.of("env", "nginx", "backrest-config");
    /** As they are called where setup makes them; what they hold opens the backups, or is made again. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "secrets/keys",
            "the repositories' keys open every backup: they are in the recovery kit",
            "secrets/users",
            "who may sign in here, with the passwords' hashes: make them again with users add",
            "secrets/tls",
            "the certificate and its private key: take them from where they came, or setup makes new ones",
            "data/backrest/config.json",
            "Backrest's own configuration holds passwords; setup and Slackwater make their part of it again, what else you set up on its page is to be kept by you");

    private static final Pattern TOP = Pattern.compile("\\.env|.*\\.ya?ml|Dockerfile.*");

    private final ConfigTar tar;
    private final ConfigSecrets secrets;
    private final long largest;
    private final TreeMap<String, String> missing = new TreeMap<>();
    private final TreeMap<String, String> leftOut = new TreeMap<>();

    ConfigFiles(ConfigTar tar, ConfigSecrets secrets, long largest) {
        this.tar = tar;
        this.secrets = secrets;
        this.largest = largest;
    }

    void add(Collection<Container> containers) {
        for (String file : labels(containers, CONFIG_FILES)) {
            required(Path.of(file));
        }
        for (String file : labels(containers, ENVIRONMENT_FILES)) {
            required(Path.of(file));
        }
        for (String directory : labels(containers, WORKING_DIRECTORY)) {
            addDirectory(Path.of(directory));
        }
    }

    /** Path to the reason why it is not in the tar. */
    TreeMap<String, String> missing() {
        return missing;
    }

    /** Path to the reason why it is never in the tar. */
    TreeMap<String, String> leftOut() {
        return leftOut;
    }

    private static Set<String> labels(Collection<Container> containers, String label) {
        Set<String> values = new TreeSet<>();
        for (Container container : containers) {
            for (String value : container.labels().getOrDefault(label, "").split(",")) {
                if (value.startsWith("/")) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private void required(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            addFile(file);
        } else {
            missing.put(
                    file.toString(),
                    "not visible here: mount its directory into the sidecar at the same path, read-only");
        }
    }

    private void addDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            missing.put(
                    directory.toString(),
                    "the project's directory is not visible here: mount it into the sidecar at the same path, read-only");
            return;
        }
        LEFT_OUT.forEach((name, why) -> {
            if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                leftOut.put(directory.resolve(name).toString(), why);
            }
        });
        for (Path child : children(directory)) {
            String name = String.valueOf(child.getFileName());
            if (TOP.matcher(name).matches() && !Files.isDirectory(child)) {
                addFile(child);
            } else if (DIRECTORIES.contains(name)) {
                addTree(child);
            }
        }
    }

    private void addTree(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            addFile(path);
        } else if (mayStore(path)) {
            children(path).forEach(this::addTree);
        }
    }

    private List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            missing.put(directory.toString(), "cannot be read: " + e);
        }
        children.sort(null);
        return children;
    }

    private void addFile(Path path) {
        String name = PREFIX + path.toAbsolutePath().normalize();
        if (tar.has(name) || !mayStore(path)) {
            return;
        }
        try {
            if (Files.isSymbolicLink(path)) {
                tar.link(name, path);
                addTarget(path);
            } else if (!Files.isRegularFile(path)) {
                missing.put(path.toString(), "is no file");
            } else if (Files.size(path) > largest) {
                missing.put(path.toString(), "has " + Files.size(path) + " bytes, more than a configuration file has");
            } else {
                addContent(name, path);
            }
        } catch (IOException e) {
            missing.put(path.toString(), "cannot be read: " + e);
        }
    }

    private void addContent(String name, Path path) throws IOException {
        byte[] content = Files.readAllBytes(path);
        if (ConfigSecrets.isPrivateKey(content)) {
            missing.put(path.toString(), "holds a private key; keys are never stored");
        } else {
            tar.file(name, path, content);
        }
    }

    private void addTarget(Path link) throws IOException {
        if (Files.isRegularFile(link)) {
            addFile(link.toRealPath());
        } else if (!Files.exists(link)) {
            missing.put(
                    link.toString(), "is a link to " + Files.readSymbolicLink(link) + ", which is not visible here");
        } else {
            missing.put(link.toString(), "is a link to a directory; only the link is stored");
        }
    }

    private boolean mayStore(Path path) {
        try {
            Optional<String> reason = secrets.reason(path);
            reason.ifPresent(why -> missing.put(path.toString(), why));
            return reason.isEmpty();
        } catch (IOException e) {
            missing.put(path.toString(), "cannot be read: " + e);
            return false;
        }
    }
}
