package io.slackwater.app;

import io.slackwater.docker.DockerException;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks Docker for all containers and volumes, and publishes the resulting inventory. */
@Singleton
public class InventorySurvey {

    private static final Logger LOG = Logger.getLogger(InventorySurvey.class);

    private final Installation installation;
    private final DockerHost host;
    private final Backups backups;
    private volatile Optional<String> problem = Optional.empty();

    InventorySurvey(Installation installation, DockerHost host, Backups backups) {
        this.installation = installation;
        this.host = host;
        this.backups = backups;
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
            installation.board.put(backups.discovery.look(host.survey.now(), host.self.environment()));
            problem = Optional.empty();
        } catch (DockerException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.warnf("the survey of Docker failed reason=%s", e.getMessage());
        }
        return problem.isEmpty();
    }
}
