package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.docker.Container.State;
import io.slackwater.docker.DockerException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrozenContainerTest {

    private final StandInContainers docker = new StandInContainers();
    private final String id = docker.running("db");
    private final FrozenContainer container = new FrozenContainer(docker, id, "db", StandInContainers.STARTED);
    private final List<String> changes = new ArrayList<>();

    @Test
    void aPausedContainerIsThawedWithoutAChange() throws Exception {
        container.pause();
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
        assertThat(container.done()).isTrue();
        assertThat(changes).isEmpty();
        assertThat(container.confirmThaw()).isTrue();
    }

    @Test
    void aContainerThatAUserPausedIsNotThawed() throws Exception {
        docker.put("db", State.PAUSED, StandInContainers.STARTED);
        assertThatThrownBy(container::pause).isInstanceOf(DockerException.class);
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
        assertThat(container.done()).isTrue();
        assertThat(container.confirmThaw()).isTrue();
    }

    @Test
    void aPauseWithoutAnAnswerIsThawed() throws Exception {
        docker.unanswered.add("pause");
        docker.executed = true;
        assertThatThrownBy(container::pause).isInstanceOf(DockerException.class);
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
    }

    @Test
    void aContainerThatWasRestartedBeforeItsPauseIsThawed() throws Exception {
        docker.put("db", State.RUNNING, StandInContainers.STARTED.plusSeconds(1));
        assertThatThrownBy(container::pause).hasMessageContaining("was restarted or unpaused");
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
    }

    @Test
    void aRemovalIsReported() throws Exception {
        container.pause();
        docker.remove(id);
        container.thaw(changes::add);
        assertThat(changes).singleElement().asString().contains("was removed");
        assertThat(container.confirmThaw()).isTrue();
    }

    @Test
    void aRestartIsReportedAndALaterPauseIsKept() throws Exception {
        container.pause();
        docker.put("db", State.PAUSED, StandInContainers.STARTED.plusSeconds(1));
        container.thaw(changes::add);
        assertThat(changes).singleElement().asString().contains("was restarted");
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
        assertThat(container.confirmThaw()).isTrue();
    }

    @Test
    void anUnpauseByAUserIsReported() throws Exception {
        container.pause();
        docker.unpause(id);
        container.thaw(changes::add);
        assertThat(changes).singleElement().asString().contains("was unpaused or stopped by another program");
    }

    @Test
    void aPauseByAUserAfterAnUnpauseIsKept() throws Exception {
        container.pause();
        container.event("unpause", StandInContainers.STARTED);
        container.event("pause", StandInContainers.STARTED.plusSeconds(1));
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
        assertThat(container.confirmThaw()).isTrue();
        assertThat(docker.state(id)).isEqualTo(State.PAUSED);
    }

    @Test
    void aLateEventOfAnEarlierUnpauseDoesNotKeepAContainerFrozen() throws Exception {
        container.pause();
        container.event("unpause", StandInContainers.STARTED);
        container.event("pause", StandInContainers.STARTED.plusMillis(4));
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
    }

    @Test
    void aContainerThatCannotBeInspectedIsThawedAndItsFreezeIsUnknown() throws Exception {
        container.pause();
        docker.unanswered.add("find");
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
        assertThat(changes).singleElement().asString().contains("could not be inspected");
    }

    @Test
    void aThawWithoutAnAnswerIsNotDone() throws Exception {
        container.pause();
        docker.unanswered.addAll(List.of("find", "unpause"));
        assertThatThrownBy(() -> container.thaw(changes::add))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("does not answer to unpause");
        assertThat(container.done()).isFalse();
        docker.unanswered.clear();
        container.thaw(changes::add);
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
    }

    @Test
    void aContainerThatStayedPausedAfterItsThawIsThawedAgain() throws Exception {
        container.pause();
        container.thaw(changes::add);
        docker.put("db", State.PAUSED, StandInContainers.STARTED);
        assertThat(container.confirmThaw()).isFalse();
        assertThat(docker.state(id)).isEqualTo(State.RUNNING);
        assertThat(container.confirmThaw()).isTrue();
    }
}
