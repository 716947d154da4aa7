package io.slackwater.backrest.reconcile;

import io.slackwater.repository.Repositories;
import io.slackwater.repository.RepositoryException;
import java.util.Map;
import java.util.Optional;

/** The policy's repositories, as the reconcile loop needs them. */
public interface PolicyRepositories {

    /** The pinned restic id; empty before the first use. Cheap: asked at every pass. */
    Optional<String> pinnedId(String repository) throws RepositoryException;

    /** Verifies the repository's identity and returns its restic id; initialises it on the very first use. */
    String open(String repository) throws RepositoryException, InterruptedException;

    /** The lines of the policy's environment file. Secrets. */
    Map<String, String> environment(String repository) throws RepositoryException;

    /** Backed by the repositories of the embedded engine. */
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
