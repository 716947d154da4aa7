package io.slackwater.kind.config;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Selects the configuration files of a Compose project: files that Compose names, and small text files in the project's
 * directory. Lists all other files with the reason. Opens only regular files, and follows no symbolic link to another
 * directory. Used once.
 */
record ProjectFiles(ConfigRules rules, Bounds bounds, Path mountTable) {

    /** Labels that Compose v2 sets on every container (docs.docker.com/compose). */
    public static final String CONFIG_FILES = "com.docker.compose.project.config_files";

    public static final String WORKING_DIRECTORY = "com.docker.compose.project.working_dir";
    public static final String ENVIRONMENT_FILES = "com.docker.compose.project.environment_file";

    private static final Path MOUNT_TABLE = Path.of("/proc/self/mountinfo");

    /**
     * The limits of one selection; sizes are in bytes.
     *
     * @param text the largest text file that is stored without being named
     * @param named the largest file that is stored when Compose or the policy names it
     * @param total the largest sum of all files
     * @param entries the highest number of files and directories to visit
     */
    public record Bounds(long text, long named, long total, int entries) {
        public static final Bounds USUAL = new Bounds(1 << 20, 16 << 20, 32 << 20, 50_000);
    }

    /**
     * The result of a selection.
     *
     * @param files the selected regular files and symbolic links, with their content at that time
     * @param secrets Slackwater's secrets, to be masked in texts
     */
    public record Selection(SortedMap<Path, ConfigTar.Member> files, List<NotStored> notStored, OwnSecrets secrets) {}

    ProjectFiles(ConfigRules rules) {
        this(rules, Bounds.USUAL, MOUNT_TABLE);
    }

    /**
     * Selects the files of one project.
     *
     * @param containers the project's containers
     * @throws IOException Slackwater's own secrets cannot be read, so no file can be searched for them
     */
    public Selection select(Collection<Container> containers) throws IOException {
        List<Path> directories = directories(containers);
        List<Path> files = labels(containers, CONFIG_FILES);
        List<Path> environment = new ArrayList<>(labels(containers, ENVIRONMENT_FILES));
        OwnSecrets secrets = OwnSecrets.in(rules.reserved().secrets());
        Path base = directories.isEmpty() ? Path.of("/") : directories.getFirst();
        if (environment.isEmpty()) {
            directories.stream()
                    .map(directory -> directory.resolve(".env"))
                    .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(environment::add);
        }
        FileChoice choice = new FileChoice(rules, bounds, secrets, directories);
        ComposeNames names = new ComposeNames(ComposeVariables.of(texts(environment)));
        files.forEach(file -> names.read(file, base));

        files.forEach(file -> choice.named(ComposeNames.Named.read(file, "compose file of the project", true)));
        environment.forEach(file -> choice.named(ComposeNames.Named.read(file, "env file of the project", true)));
        names.named().forEach(choice::named);
        containers.stream().flatMap(ProjectFiles::mounted).forEach(choice::named);
        Set<Path> remote = RemoteMounts.in(mountTable);
        for (Path path : rules.policy().paths()) {
            if (choice.extra(path)) {
                new DirectoryWalk(choice, remote, bounds.entries()).walk(path);
            }
        }
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                new DirectoryWalk(choice, remote, bounds.entries()).walk(directory);
            } else {
                choice.leave(
                        directory,
                        NotStored.Reason.NOT_VISIBLE,
                        true,
                        "the project's directory is not mounted into the sidecar");
            }
        }
        List<NotStored> left = new ArrayList<>(choice.left());
        left.addAll(names.unread());
        return new Selection(choice.files(), NotStored.grouped(left), secrets);
    }

    /** The directories of a project, from a label that Compose sets on each container. */
    static List<Path> directories(Collection<Container> containers) {
        return labels(containers, WORKING_DIRECTORY);
    }

    private static List<Path> labels(Collection<Container> containers, String label) {
        SortedSet<Path> values = new TreeSet<>();
        for (Container container : containers) {
            for (String value : container.labels().getOrDefault(label, "").split(",")) {
                if (value.startsWith("/")) {
                    values.add(Path.of(value).normalize());
                }
            }
        }
        return List.copyOf(values);
    }

    /** The bind mounts of a container. They include the files of {@code configs} and {@code secrets}. */
    private static Stream<ComposeNames.Named> mounted(Container container) {
        String owner = container.service().isEmpty() ? container.name() : "service " + container.service();
        return container.mounts().stream()
                .filter(mount ->
                        mount.type() == Mount.Type.BIND && mount.source().isAbsolute())
                .map(mount -> ComposeNames.Named.mounted(mount.source(), owner + " at " + mount.destination()));
    }

    /** The texts of the readable env files. An unreadable file defines no variables and is listed as not stored. */
    private List<String> texts(List<Path> files) {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            try {
                if (rules.reserved().view().sees(file)
                        && Files.isRegularFile(file)
                        && Files.size(file) <= bounds.text()) {
                    texts.add(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                // The file is listed as not stored. Without it, paths with its variables are unknown.
                continue;
            }
        }
        return texts;
    }
}
