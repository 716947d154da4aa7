package io.slackwater.app;

import io.slackwater.repository.Engine;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import io.slackwater.repository.StoreRequest;
import io.slackwater.repository.StoredSnapshot;
import io.slackwater.repository.Window;
import java.util.function.LongConsumer;

/**
 * A real engine that runs an action between the opening of the window and restic's read. A tree is frozen at that
 * moment.
 *
 * @param standing the action, on the thread that stores
 */
record StandingEngine(Engine real, Runnable standing) implements Engine {

    @Override
    public boolean takes(String dataset) {
        return real.takes(dataset);
    }

    @Override
    public StoredSnapshot store(Repository repository, StoreRequest request, LongConsumer bytes, Window window)
            throws RepositoryException, InterruptedException {
        return real.store(repository, request, bytes, new Standing(window, standing));
    }

    @Override
    public MayStore mayStillStore(String dataset) throws InterruptedException {
        return real.mayStillStore(dataset);
    }

    private record Standing(Window window, Runnable standing) implements Window {

        @Override
        public void open() throws RepositoryException, InterruptedException {
            window.open();
            standing.run();
        }

        @Override
        public void close(boolean read) {
            window.close(read);
        }
    }
}
