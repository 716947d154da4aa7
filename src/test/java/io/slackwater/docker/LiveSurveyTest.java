package io.slackwater.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slackwater.health.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveSurveyTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private final List<String> asked = new ArrayList<>();
    private final TestClock clock = new TestClock(START);
    private List<Survey.Uninspected> silent = List.of();
    private boolean away;

    private final LiveSurvey live = new LiveSurvey(this::survey, clock);

    private Survey survey(Optional<Survey> known, Set<String> changed) throws DockerException {
        if (away) {
            throw new DockerException("Docker is away", DockerFailure.NO_ANSWER);
        }
        asked.add(known.isEmpty() ? "everything" : "changed " + changed);
        return new Survey(List.of(), silent, Map.of(), Path.of("/var/lib/docker"));
    }

    @Test
    void aSurveyIsNotRepeatedWithoutEvents() throws Exception {
        Survey first = live.now();

        assertThat(live.now()).isSameAs(first);
        assertThat(asked).containsExactly("everything");
    }

    @Test
    void aContainerThatAnEventNamesIsInspectedAloneAndOnce() throws Exception {
        live.now();

        live.container("die", "c1", START);
        live.container("start", "c1", START);
        live.now();
        live.now();

        assertThat(asked).containsExactly("everything", "changed [c1]");
    }

    @Test
    void aVolumeThatWasCreatedOrRemovedCausesNoInspectionOfAContainer() throws Exception {
        live.now();

        live.volume();
        live.now();
        live.now();

        assertThat(asked).containsExactly("everything", "changed []");
    }

    @Test
    void aFullSurveyRunsAfterTenMinutesAndAfterAReconnect() throws Exception {
        live.now();
        clock.advance(Duration.ofMinutes(9));
        live.now();
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        live.now();
        live.resync();
        live.now();

        assertThat(asked).containsExactly("everything", "everything", "everything");
    }

    @Test
    void aFailedSurveyIsRepeatedCompletely() throws Exception {
        live.now();
        live.container("start", "c1", START);
        away = true;
        assertThatThrownBy(live::now).isInstanceOf(DockerException.class);

        away = false;
        live.now();

        assertThat(asked).containsExactly("everything", "everything");
    }

    @Test
    void anUnresponsiveContainerIsInspectedAgainByEverySurvey() throws Exception {
        silent = List.of(new Survey.Uninspected("c2", "shop-db-1", Map.of(), Set.of(), "no answer within 5 s"));
        live.now();
        live.now();
        silent = List.of();
        live.now();
        live.now();

        assertThat(asked).containsExactly("everything", "changed []", "changed []");
    }
}
