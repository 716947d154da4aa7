package io.slackwater.restore;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.docker.ExecResult;
import io.slackwater.docker.HelperContainer;
import io.slackwater.docker.HelperRequest;
import io.slackwater.restore.RestoreException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sees to it that a directory is there on the host, which we do not see ourselves. */
final class NewDirectory {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Docker docker;

    NewDirectory(Docker docker) {
        this.docker = docker;
    }

    /** Leaves one that is there as it is; a new one is root's alone, for a dump can hold passwords' hashes. */
    void make(Path directory) throws RestoreException, DockerException, InterruptedException {
        Path parent = directory.getParent();
        if (parent == null || canBeMounted(directory)) {
            return;
        }
        try (HelperContainer helper = helper(parent + ":/parent")) {
            ExecCommand mkdir = ExecCommand.of("mkdir", "-m", "0700", "--", "/parent/" + directory.getFileName());
            ExecResult made = docker.exec(helper.id(), mkdir, PATIENCE);
            if (!made.ok()) {
                throw refused(directory, "cannot be made: " + made.stderr().strip());
            }
        } catch (DockerException e) {
            if (notThere(e)) {
                throw refused(directory, "is not there, and neither is " + parent);
            }
            throw e;
        }
    }

    private static RestoreException refused(Path directory, String why) {
        return new RestoreException(
                Reason.INVALID,
                "directory " + directory + " " + why + "; make it on the host first: mkdir -p " + directory);
    }

    private boolean canBeMounted(Path directory) throws DockerException, InterruptedException {
        try (HelperContainer helper = helper(directory + ":/target:ro")) {
            return true;
        } catch (DockerException e) {
            if (notThere(e)) {
                return false;
            }
            throw e;
        }
    }

    private HelperContainer helper(String bind) throws DockerException, InterruptedException {
        return docker.helper(new HelperRequest("restore", List.of(bind), List.of("DAC_OVERRIDE")));
    }

    /** Docker has no code of its own for it. */
    private static boolean notThere(DockerException e) {
        return String.valueOf(e.getMessage()).contains("bind source path does not exist");
    }
}
