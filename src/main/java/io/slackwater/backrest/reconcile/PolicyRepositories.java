package io.slackwater.backrest.reconcile;

import io.slackwater.repository.Repositories;
import io.slackwater.repository.RepositoryException;
import java.util.Map;
import java.util.Optional;

/** What the reconcile has to know of the policy's repositories. */
public interface PolicyRepositories {

    /** The pinned restic id; empty before the first use. Cheap: asked at every pass. */
    Optional<String> pinnedId(String repository) throws RepositoryException;

    /** Proves that it is there and is the pinned one, makes it on the very first use, and returns its restic id. */
    String open(String repository) throws RepositoryException, InterruptedException;

    /** What restic needs beside the key: the lines of the policy's environment file. Secrets. */
    Map<String, String> environment(String repository) throws RepositoryException;

    /** Those that we run restic on ourselves. */
    static PolicyRepositories of(Repositories repositories) {
        return new PolicyRepositories() {
            @Override
            public Optional<String> pinnedId(String repository) throws RepositoryException {
                return repositories.pinnedId(repository);
            }

            @Override
            public String open(String repository) throws RepositoryException, InterruptedException {
                return repositories.get(repository).open();
            }

            @Override
            public Map<String, String> environment(String repository) throws RepositoryException {
                return repositories.environment(repository);
            }
        };
    }
}
