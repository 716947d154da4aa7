package io.slackwater.app;

import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.InventoryBoard;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.LiveSurvey;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks Docker for all containers and volumes, and publishes the resulting inventory. */
@Singleton
public class InventorySurvey {

    private static final Logger LOG = Logger.getLogger(InventorySurvey.class);

    private final LiveSurvey survey;
    private final SidecarContainer self;
    private final Discovery discovery;
    private final InventoryBoard board;
    private volatile Optional<String> problem = Optional.empty();

    InventorySurvey(LiveSurvey survey, SidecarContainer self, Discovery discovery, InventoryBoard board) {
        this.survey = survey;
        this.self = self;
        this.discovery = discovery;
        this.board = board;
    }

    /** Returns why the last survey of Docker failed; empty when it succeeded. */
    Optional<String> problem() {
        return problem;
    }

    /**
     * Surveys Docker once. If Docker does not answer, the last inventory stays valid, and runs fail with Docker's
     * message.
     *
     * @return whether Docker answered
     */
    boolean refresh() throws InterruptedException {
        try {
            board.put(discovery.look(survey.now(), self.environment()));
            problem = Optional.empty();
        } catch (DockerException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.warnf("the survey of Docker failed reason=%s", e.getMessage());
        }
        return problem.isEmpty();
    }
}
