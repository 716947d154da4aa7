package io.slackwater.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.docker.Container.State;
import io.slackwater.journal.EndCause;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StoppedContainersTest {

    private final StandInContainers docker = new StandInContainers();
    private final String id = docker.put("db", State.EXITED, StandInContainers.STARTED);
    private final AtomicInteger over = new AtomicInteger();

    private StoppedContainers lease() throws Exception {
        return new StoppedContainers(docker, List.of(docker.find(id).orElseThrow()), over::incrementAndGet);
    }

    private static String reason(StoppedContainers lease) {
        lease.close();
        lease.close();
        return lease.broken()
                .filter(broken -> broken.cause() == EndCause.FREEZE)
                .orElseThrow()
                .reason();
    }

    @Test
    void aContainerThatStayedStoppedHeldAndWasNotFrozen() throws Exception {
        StoppedContainers lease = lease();
        lease.close();
        assertThat(lease.broken()).isEmpty();
        assertThat(lease.frozen()).isZero();
        assertThat(over).hasValue(1);
    }

    @Test
    void aStartBreaksTheLeaseAlsoAfterAnotherStop() throws Exception {
        StoppedContainers started = lease();
        docker.put("db", State.RUNNING, StandInContainers.STARTED.plusSeconds(1));
        assertThat(reason(started)).endsWith("which did not run, was started");
        docker.put("db", State.EXITED, StandInContainers.STARTED);
        StoppedContainers again = lease();
        docker.put("db", State.EXITED, StandInContainers.STARTED.plusSeconds(1));
        assertThat(reason(again)).endsWith("was started");
        assertThat(over).hasValue(2);
    }

    @Test
    void aRemovalOrAnUnknownStateBreaksTheLease() throws Exception {
        StoppedContainers unknown = lease();
        StoppedContainers removed = lease();
        docker.unanswered.add("find");
        assertThat(reason(unknown)).contains("may have been started: Docker does not answer");
        docker.unanswered.clear();
        docker.remove(id);
        assertThat(reason(removed)).endsWith("was removed");
    }
}
