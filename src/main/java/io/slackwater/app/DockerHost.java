package io.slackwater.app;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** The Docker daemon, Slackwater's own container in it, and the freezes. */
@Singleton
public class DockerHost {

    final EngineDocker engine;
    final Docker docker;
    final LiveSurvey survey;
    final SidecarContainer self;
    final LeaseFreezer freezer;

    DockerHost(SlackwaterConfig config, Installation installation) {
        engine = new EngineDocker(Path.of(config.dockerSocket()), this::helperOwner, this::helperImage);
        docker = engine;
        survey = new LiveSurvey(docker::survey, installation.clock);
        self = SidecarContainer.of(config, installation.policy.current().instance(), docker);
        freezer = new LeaseFreezer(
                docker, installation.journal.leases(), new KernelBootClock(Path.of("/proc")), installation.clock);
        // First, because nothing may delay a thaw. In the background, because a hanging daemon may not delay the start.
        Thread.ofVirtual().name("thaw").start(freezer::settle);
    }

    private String helperOwner() throws DockerException {
        return self.helperOwner();
    }

    private String helperImage() throws DockerException {
        return self.helperImage();
    }
}
