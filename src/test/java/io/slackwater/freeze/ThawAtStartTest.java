package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slackwater.docker.Container.State;
import io.slackwater.journal.LeaseFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThawAtStartTest {

    @TempDir
    Path directory;

    private final StandInContainers docker = new StandInContainers();
    private final String container = docker.running("a");
    private LeaseJournal leases;
    private LeaseFiles files;

    @BeforeEach
    void open() {
        leases = new LeaseJournal(directory);
        files = LeaseFiles.beside(directory.resolve("journal.db"));
    }

    @AfterEach
    void close() {
        leases.close();
    }

    private void freeze() throws Exception {
        new LeaseFreezer(docker, leases.store(), new FakeUptime(), Clock.systemUTC())
                .freeze("run", "d", List.of(container), Duration.ofMinutes(1));
        assertThat(docker.state(container)).isEqualTo(State.PAUSED);
    }

    @Test
    void aPausedContainerIsResumedOnce() throws Exception {
        freeze();
        new ThawAtStart(files, () -> docker).run();
        assertThat(docker.state(container)).isEqualTo(State.RUNNING);

        docker.pause(container);
        new ThawAtStart(files, () -> docker).run();
        assertThat(docker.state(container)).as("a user paused it").isEqualTo(State.PAUSED);
    }

    @Test
    void aContainerThatCannotBeResumedKeepsItsLease() throws Exception {
        freeze();
        docker.unanswered.addAll(List.of("find", "unpause"));
        new ThawAtStart(files, () -> docker).run();
        docker.unanswered.clear();
        assertThat(docker.state(container)).isEqualTo(State.PAUSED);

        new LeaseFreezer(docker, leases.store(), new FakeUptime(), Clock.systemUTC()).settle();
        await().until(() ->
                docker.state(container) == State.RUNNING && files.all().isEmpty());
    }

    @Test
    void aStartWithoutALeaseNeedsNoDocker() throws Exception {
        new ThawAtStart(files, () -> {
                    throw new AssertionError("Docker was asked");
                })
                .run();
        assertThat(files.all()).isEmpty();
    }
}
