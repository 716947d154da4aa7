package io.slackwater.app;

import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreProgress;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import java.util.Optional;

/**
 * A real engine that lets something happen as soon as what it stores can be read, and before restic reads it: a tree stands then.
 *
 * @param standing on the thread that stores
 */
record StandingEngine(Engine real, Runnable standing) implements Engine {

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public boolean queues(String dataset) {
        return real.queues(dataset);
    }

    @Override
    public StoredSnapshot store(Repository repository, StoreRequest request, StoreProgress progress, Window window)
            throws RepositoryException, InterruptedException {
        return real.store(repository, request, progress, new Standing(window, standing));
    }

    @Override
    public boolean mayStillStore(String dataset) throws InterruptedException {
        return real.mayStillStore(dataset);
    }

    private record Standing(Window window, Runnable standing) implements Window {

        @Override
        public void unqueued() throws InterruptedException {
            window.unqueued();
        }

        @Override
        public void begin() throws RepositoryException, InterruptedException {
            window.begin();
            standing.run();
        }

        @Override
        public void opened() throws RepositoryException, InterruptedException {
            window.opened();
        }

        @Override
        public Optional<RepositoryException> refusal() {
            return window.refusal();
        }

        @Override
        public Optional<String> failure() {
            return window.failure();
        }

        @Override
        public void lent() {
            window.lent();
        }

        @Override
        public void delayed(String why) {
            window.delayed(why);
        }

        @Override
        public Optional<RepositoryException> lost() {
            return window.lost();
        }

        @Override
        public long given() {
            return window.given();
        }

        @Override
        public void end() {
            window.end();
        }
    }
}
