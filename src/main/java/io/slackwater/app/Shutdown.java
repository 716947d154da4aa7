package io.slackwater.app;

import io.quarkus.runtime.Startup;
import io.slackwater.backrest.engine.BackrestEventStream;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Stops all parts of Slackwater in order. */
@Startup
@Singleton
public record Shutdown(Installation installation, DockerHost host, Backups backups, Beat beat) {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);

    /** Resumes paused containers before anything else, so that none stays paused. */
    @PreDestroy
    void close() throws InterruptedException {
        host.freezer.thawAll();
        backups.backrestEvents.ifPresent(BackrestEventStream::close);
        backups.runs.close();
        beat.awaitEnd();
        backups.looks.close();
        backups.streams.close();
        if (backups.reconcileLoop.isPresent()) {
            backups.reconcileLoop.get().close();
        }
        backups.backrest.ifPresent(Backrest::close);
        installation.journal.close();
        LOG.info("stopped");
    }
}
