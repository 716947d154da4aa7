package io.slackwater.kind.config;

import io.slackwater.discovery.ContainerBuilder;
import io.slackwater.discovery.ReservedPaths;
import io.slackwater.policy.ConfigPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory {@code stack} of a project with one service, and the choice of its files. */
final class ProjectDirectory {

    private static final ProjectFiles.Bounds SMALL = new ProjectFiles.Bounds(1000, 5000, 20_000, 500);

    /** The parent of {@link #stack}. */
    final Path directory;

    final Path stack;
    final ContainerBuilder web;
    ConfigRules rules = ConfigRules.NONE;

    ProjectDirectory(Path temporary) throws IOException {
        directory = temporary.toRealPath();
        stack = Files.createDirectory(directory.resolve("stack"));
        web = ContainerBuilder.service("shop", "web")
                .label(ProjectFiles.WORKING_DIRECTORY, stack.toString())
                .label(ProjectFiles.CONFIG_FILES, stack.resolve("compose.yml").toString());
        Files.writeString(directory.resolve("mountinfo"), "");
    }

    Path file(String relative, String content) throws IOException {
        Path file = stack.resolve(relative);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    ProjectFiles.Selection select() throws IOException {
        return select(SMALL);
    }

    ProjectFiles.Selection select(ProjectFiles.Bounds bounds) throws IOException {
        return new ProjectFiles(rules, bounds, directory.resolve("mountinfo")).select(List.of(web.build()));
    }

    List<String> stored(ProjectFiles.Selection selection) {
        return selection.files().keySet().stream()
                .map(file -> file.startsWith(stack) ? stack.relativize(file).toString() : file.toString())
                .toList();
    }

    static NotStored left(ProjectFiles.Selection selection, Path path) {
        return selection.notStored().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " is not among " + selection.notStored()));
    }

    void policy(List<String> include, List<String> exclude, List<Path> paths) {
        rules = new ConfigRules(new ConfigPolicy(include, exclude, paths), ReservedPaths.NONE);
    }
}
