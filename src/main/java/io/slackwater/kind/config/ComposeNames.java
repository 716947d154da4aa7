package io.slackwater.kind.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads compose files and lists the files that they name: {@code env_file}, {@code label_file}, {@code configs}, {@code
 * secrets}, bind mounts, {@code include} and {@code extends}. Used by one thread.
 */
final class ComposeNames {

    private static final int LARGEST = 3 << 20;
    private static final int FILES = 100;
    /** Compose's own tags, which a YAML library does not know. The tagged values are read. */
    private static final Pattern OWN_TAGS = Pattern.compile("!(?:reset|override)\\b");

    /**
     * A file that Compose reads or mounts.
     *
     * @param by the key in the compose file, such as {@code env_file of service web}
     * @param required false when Compose works without the file
     * @param mounted whether it is a bind mount, which can also be a directory
     */
    record Named(Path path, String by, boolean required, boolean mounted) {

        static Named read(Path path, String by, boolean required) {
            return new Named(path, by, required, false);
        }

        static Named mounted(Path path, String by) {
            return new Named(path, "bind mount of " + by, false, true);
        }
    }

    private final ComposeVariables variables;
    private final Set<Path> read = new HashSet<>();
    private final List<Named> named = new ArrayList<>();
    private final List<NotStored> unread = new ArrayList<>();

    ComposeNames(ComposeVariables variables) {
        this.variables = variables;
    }

    /** The named files, in the order of the compose files. */
    List<Named> named() {
        return named;
    }

    /** The compose files that could not be parsed. */
    List<NotStored> unread() {
        return unread;
    }

    /**
     * Reads a compose file and the files that it includes.
     *
     * @param base the directory to which the file's relative paths refer
     */
    void read(Path file, Path base) {
        if (read.size() >= FILES || !read.add(file) || !Files.isRegularFile(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String content = new String(in.readNBytes(LARGEST + 1), StandardCharsets.UTF_8);
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(LARGEST);
            options.setMaxAliasesForCollections(1000);
            Object document = new Yaml(new SafeConstructor(options))
                    .load(OWN_TAGS.matcher(content).replaceAll(""));
            document(map(document), base);
        } catch (IOException | YAMLException e) {
            unread.add(new NotStored(
                    file,
                    NotStored.Reason.NO_YAML,
                    true,
                    "it is not valid YAML ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "), so the files that it names are unknown"));
        }
    }

    private void document(Map<?, ?> document, Path base) {
        for (Object include : list(document.get("include"))) {
            Map<?, ?> entry = include instanceof Map<?, ?> map ? map : Map.of("path", include);
            for (Object path : list(entry.get("path"))) {
                add(path, base, "include", true);
                path(path, base).ifPresent(one -> {
                    Path own = path(entry.get("project_directory"), base).orElseGet(() -> one.resolveSibling(""));
                    files(entry.get("env_file"), base, "env_file of include");
                    read(one, own);
                });
            }
        }
        map(document.get("services")).forEach((name, service) -> service(String.valueOf(name), map(service), base));
        top(document, "configs", "config", base);
        top(document, "secrets", "secret", base);
    }

    private void top(Map<?, ?> document, String section, String what, Path base) {
        map(document.get(section)).forEach((name, entry) -> add(map(entry).get("file"), base, what + " " + name, true));
    }

    private void service(String name, Map<?, ?> service, Path base) {
        files(service.get("env_file"), base, "env_file of service " + name);
        files(service.get("label_file"), base, "label_file of service " + name);
        Object extended = map(service.get("extends")).get("file");
        if (extended != null) {
            add(extended, base, "extends of service " + name, true);
            path(extended, base).ifPresent(one -> read(one, one.resolveSibling("")));
        }
        for (Object volume : list(service.get("volumes"))) {
            if (volume instanceof Map<?, ?> entry) {
                if ("bind".equals(entry.get("type"))) {
                    mount(entry.get("source"), base, name);
                }
            } else {
                variables
                        .in(String.valueOf(volume))
                        .filter(text -> text.startsWith(".") || text.startsWith("/"))
                        .filter(text -> text.indexOf(':') > 0)
                        .ifPresent(text -> mount(text.substring(0, text.indexOf(':')), base, name));
            }
        }
    }

    /**
     * Adds the value of {@code env_file} or {@code label_file}: one path, a list of paths, or entries with {@code path}
     * and {@code required}.
     */
    private void files(@Nullable Object value, Path base, String by) {
        for (Object one : list(value)) {
            if (one instanceof Map<?, ?> entry) {
                add(entry.get("path"), base, by, !Boolean.FALSE.equals(entry.get("required")));
            } else {
                add(one, base, by, true);
            }
        }
    }

    private void add(@Nullable Object path, Path base, String by, boolean required) {
        path(path, base).ifPresent(one -> named.add(Named.read(one, by, required)));
    }

    private void mount(@Nullable Object source, Path base, String service) {
        path(source, base).ifPresent(one -> named.add(Named.mounted(one, "service " + service)));
    }

    private Optional<Path> path(@Nullable Object value, Path base) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            return variables
                    .in(text)
                    .filter(one -> !one.isBlank() && !one.startsWith("~") && !one.contains("://"))
                    .map(one -> base.resolve(one).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }
}
