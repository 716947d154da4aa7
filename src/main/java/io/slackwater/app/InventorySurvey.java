package io.slackwater.app;

import io.slackwater.discovery.Discovery;
import io.slackwater.discovery.Inventory;
import io.slackwater.discovery.Kinds;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.MountProbe;
import io.slackwater.kind.ServiceKind;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Surveys Docker, and keeps the resulting inventory. */
@Singleton
public class InventorySurvey {

    private static final Logger LOG = Logger.getLogger(InventorySurvey.class);

    private final DockerHost host;
    private final Installation installation;
    private final Kinds<ServiceKind> kinds;
    private final MountProbe mounts;
    private @Nullable Discovery discovery;
    private volatile Optional<String> problem = Optional.empty();

    InventorySurvey(Installation installation, DockerHost host, Backups backups) {
        this.host = host;
        this.installation = installation;
        this.kinds = backups.kinds;
        this.mounts = new MountProbe(host.docker, backups.backrest.isPresent(), installation.clock);
    }

    /** The failure of the last survey of Docker; empty when it succeeded. */
    Optional<String> problem() {
        return problem;
    }

    /**
     * Surveys Docker once. If Docker does not answer, the last inventory stays valid. Runs then fail with Docker's message.
     *
     * @return whether Docker answered
     */
    boolean refresh() throws InterruptedException {
        try {
            installation.board.put(found());
            problem = Optional.empty();
        } catch (DockerException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
            LOG.warnf("the survey of Docker failed reason=%s", e.getMessage());
        }
        return problem.isEmpty();
    }

    /** The discovery needs Slackwater's own container, so the first survey that reaches Docker creates it. */
    private Inventory found() throws DockerException, InterruptedException {
        Discovery current = discovery;
        if (current == null) {
            current = new Discovery(
                    host.docker,
                    installation.policy::current,
                    installation.clock,
                    mounts::prove,
                    host.self.environment(),
                    kinds);
            discovery = current;
        }
        return current.look(host.survey.now());
    }
}
