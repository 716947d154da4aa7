package io.slackwater.kind.config;

import io.slackwater.capture.CaptureException;
import io.slackwater.capture.CaptureRequest;
import io.slackwater.capture.StreamCapture;
import io.slackwater.capture.StreamCheck;
import io.slackwater.discovery.WorkloadId;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.EndCause;
import io.slackwater.repository.TemporaryFiles;
import io.slackwater.stream.DumpSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Captures the configuration of a Compose project as one tar: the files that a rebuild needs besides the data.
 *
 * @param rules the rules that select a project's files; empty until the project was inspected
 * @param temporary the directory for building and checking the tar
 */
record ConfigCapture(
        Docker docker, ConfigSources sources, Function<WorkloadId, Optional<ConfigRules>> rules, Path temporary)
        implements StreamCapture {

    @Override
    public DumpSource open(CaptureRequest request) throws CaptureException {
        try {
            TemporaryFiles files = TemporaryFiles.create(temporary, prefix(request));
            Path tar = files.path().resolve("config.tar");
            Path scratch = Files.createDirectory(files.path().resolve("copies"));
            new ConfigBuilder(docker, sources, rules(request)).build(project(request), scratch, tar);
            return new FileDump(tar, files);
        } catch (DockerException | IOException e) {
            CaptureException failure =
                    failed("The configuration of project " + project(request) + " could not be collected", e);
            try {
                sweep(request);
            } catch (CaptureException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    @Override
    public StreamCheck check(CaptureRequest request) throws CaptureException {
        try {
            return new ConfigCheck(request.dataset().id(), TemporaryFiles.create(temporary, prefix(request)));
        } catch (IOException e) {
            throw failed("The stored configuration of project " + project(request) + " could not be checked", e);
        }
    }

    /** Removes the temporary files that a killed run left behind. */
    @Override
    public void sweep(CaptureRequest request) throws CaptureException {
        try {
            TemporaryFiles.sweep(temporary, prefix(request));
        } catch (IOException e) {
            throw failed("Temporary files of run " + request.run() + " in " + temporary + " could not be removed", e);
        }
    }

    private static CaptureException failed(String what, Exception e) {
        String why = what + ": " + e.getMessage();
        return e instanceof DockerException docker
                ? new CaptureException(why, docker)
                : new CaptureException(why, EndCause.SOURCE, e);
    }

    private static String prefix(CaptureRequest request) {
        return "slackwater-config-" + request.run() + "-";
    }

    private ConfigRules rules(CaptureRequest request) throws CaptureException {
        return rules.apply(request.dataset().workload())
                .orElseThrow(() -> new CaptureException(
                        "The files that belong to the configuration of project " + project(request)
                                + " are not known yet; Slackwater tries again",
                        EndCause.SOURCE));
    }

    private static String project(CaptureRequest request) {
        return request.dataset().workload().project();
    }
}
