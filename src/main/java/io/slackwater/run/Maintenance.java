package io.slackwater.run;

import io.slackwater.journal.Journal;
import io.slackwater.repository.Repository;
import io.slackwater.repository.RepositoryException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Prunes and checks repositories in the background, one piece of work per repository at a time. Safe for several threads. */
public final class Maintenance {

    private static final Logger LOG = Logger.getLogger(Maintenance.class);

    private final Function<String, Repository> repositories;
    private final RepositoryAlarms alarms;
    private final Journal journal;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    public Maintenance(Function<String, Repository> repositories, Journal journal) {
        this.repositories = repositories;
        this.journal = journal;
        this.alarms = new RepositoryAlarms(journal);
    }

    /** Removes what no snapshot needs any more. */
    public void prune(String repository) {
        start("prune", repository, Repository::prune);
    }

    /** Checks structure and some data. */
    public void check(String repository, String readDataSubset) {
        start("check", repository, candidate -> candidate.check(readDataSubset));
    }

    @FunctionalInterface
    private interface Work {
        void on(Repository repository) throws RepositoryException, InterruptedException;
    }

    private void start(String what, String name, Work work) {
        String key = what + ":" + name;
        if (busy.add(key)) {
            Thread.ofVirtual().name(key).start(() -> {
                try {
                    run(what, name, work);
                } finally {
                    busy.remove(key);
                }
            });
        }
    }

    private void run(String what, String name, Work work) {
        try {
            Repository repository = repositories.apply(name);
            repository.open();
            work.on(repository);
            alarms.good(name);
            journal.audit("slackwater", what, name, "done");
            LOG.infof("%s done repository=%s", what, name);
        } catch (RepositoryException e) {
            alarms.bad(name, what + " failed: " + e.getMessage());
            LOG.errorf("%s failed repository=%s reason=%s", what, name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s broke repository=%s", what, name);
        }
    }
}
