package io.slackwater.kind.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slackwater.capture.CaptureException;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.docker.Survey;
import io.slackwater.journal.EndCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Builds the tar with the configuration of one Compose project. */
record ConfigBuilder(Docker docker, ConfigSources sources, ConfigRules rules) {

    static final String README = "README.txt";
    static final String MISSING = "MISSING.txt";
    static final String IMAGES = "images.txt";
    static final String INSPECT = "inspect/";
    static final String FILES = "files";
    /** An element {@code "NAME=value"} of the environment in the output of {@code docker inspect}. */
    private static final Pattern REPOSITORY_PASSWORD =
            Pattern.compile("(\"(?:RESTIC|BACKREST)\\w*PASSWORD=)[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+");

    private static final ObjectMapper JSON = new ObjectMapper();

    ConfigBuilder {
        rules = rules.withSecrets(sources.never());
    }

    /**
     * Writes the tar to {@code target}.
     *
     * @param scratch an empty directory for copies
     */
    void build(String project, Path scratch, Path target) throws IOException, DockerException, CaptureException {
        List<Container> containers = containers(project);
        if (containers.isEmpty()) {
            throw new CaptureException(
                    "Compose project " + project + " has no container, so its configuration is unknown: start it"
                            + " (docker compose up -d), or acknowledge its config dataset",
                    EndCause.SOURCE);
        }
        ConfigTar tar = new ConfigTar();
        ProjectFiles.Selection selection = new ProjectFiles(rules).select(containers);
        selection.files().forEach((path, member) -> tar.add(FILES + path, member));
        TreeSet<String> images = new TreeSet<>();
        for (Container container : containers) {
            tar.text(INSPECT + name(container) + ".json", selection.secrets().masked(inspect(container)));
            images.add(image(container));
        }
        tar.text(IMAGES, String.join("\n", images) + "\n");
        List<NotStored> missing = new ArrayList<>(selection.notStored());
        for (ConfigSources.ConfigFile file : sources.files(scratch)) {
            if (Files.isRegularFile(file.path())) {
                tar.file(file.name(), file.path());
            } else {
                missing.add(new NotStored(
                        Path.of(file.name()), NotStored.Reason.NOT_THERE, true, file.path() + " is not there"));
            }
        }
        tar.text(README, ConfigReadme.text(project));
        tar.text(MISSING, ConfigReadme.missing(missing));
        tar.write(target);
    }

    private List<Container> containers(String project) throws DockerException {
        Survey survey = docker.survey();
        for (Survey.Uninspected silent : survey.uninspected()) {
            if (member(project, silent.project(), silent.name()) && !silent.oneOff()) {
                throw new DockerException(silent.reason(), DockerFailure.NO_ANSWER);
            }
        }
        return survey.containers().stream()
                .filter(one -> member(project, one.project(), one.name()) && !one.oneOff())
                .sorted(Comparator.comparing(ConfigBuilder::name))
                .toList();
    }

    /**
     * The image's reference, id and digests. A digest still pulls this image after its tag was moved to another one.
     */
    private String image(Container container) throws DockerException {
        List<String> names = docker.imageNames(container.imageId());
        return container.image() + "\t" + container.imageId() + "\t"
                + (names.isEmpty()
                        ? "(no name: built on this host, or its tag moved to another image)"
                        : String.join(" ", names));
    }

    private static boolean member(String project, String ofContainer, String name) {
        return ofContainer.isEmpty() ? name.equals(project) : ofContainer.equals(project);
    }

    private static String name(Container container) {
        String service = container.service().isEmpty() ? container.name() : container.service();
        return service.replace('/', '_') + "-" + container.replica();
    }

    private String inspect(Container container) throws DockerException, IOException {
        String found = docker.inspectJson(container.id())
                .orElseThrow(() -> new DockerException(
                        "Container " + container.name()
                                + " was removed while Slackwater read the configuration of its project;"
                                + " Slackwater tries again once the stack is up",
                        DockerFailure.NOT_READY));
        return masked(JSON.readTree(found).toPrettyString()) + "\n";
    }

    /** Masks the passwords of restic repositories: with them, a reader of the tar could open every repository. */
    static String masked(String json) {
        return REPOSITORY_PASSWORD.matcher(json).replaceAll("$1********");
    }
}
