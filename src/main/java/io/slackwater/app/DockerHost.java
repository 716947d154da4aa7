package io.slackwater.app;

import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.docker.OwnContainer;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** The Docker daemon, Slackwater's own container in it, and the freezes. */
@Singleton
public class DockerHost {

    final EngineDocker engine;

    @Produces
    @Singleton
    final Docker docker;

    @Produces
    @Singleton
    final LiveSurvey survey;

    @Produces
    @Singleton
    final SidecarContainer self;

    @Produces
    @Singleton
    final LeaseFreezer freezer;

    DockerHost(SlackwaterConfig config, Installation installation) {
        engine = new EngineDocker(Path.of(config.dockerSocket()), this::helperOwner, this::helperImage);
        docker = engine;
        survey = new LiveSurvey(docker::survey, installation.clock);
        self = new SidecarContainer(
                installation.policy.current().instance(),
                new OwnContainer(docker)::find,
                config.helperImage(),
                config.stackDir().map(Path::of),
                List.of(installation.secrets),
                installation.own);
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
