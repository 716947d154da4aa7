package io.slackwater.app;

import io.slackwater.docker.EngineDocker;
import io.slackwater.docker.LiveSurvey;
import io.slackwater.freeze.KernelBootClock;
import io.slackwater.freeze.LeaseFreezer;
import io.slackwater.run.ContainerCommands;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/**
 * Creates the connection to the Docker daemon, and what depends on it: Slackwater's own container, and pausing
 * containers.
 */
@Singleton
public class DockerHost {

    @Produces
    final EngineDocker docker;

    final LiveSurvey survey;

    final SidecarContainer self;

    final LeaseFreezer freezer;

    final ContainerCommands commands;

    DockerHost(SlackwaterConfig config, Installation installation) {
        self = SidecarContainer.of(config, installation.policy.current().instance());
        docker = new EngineDocker(Path.of(config.dockerSocket()), self::helperOwner, self::helperImage);
        survey = new LiveSurvey(docker::survey, installation.clock);
        freezer = new LeaseFreezer(
                docker, installation.journal.leases(), new KernelBootClock(Path.of("/proc")), installation.clock);
        commands = new ContainerCommands(docker, installation.journal.owedCommands(), installation.clock);
        // In the background, because a hanging daemon may not delay the start. Main has tried once before.
        Thread.ofVirtual().name("thaw").start(() -> {
            freezer.settle();
            commands.settle(true);
        });
    }
}
