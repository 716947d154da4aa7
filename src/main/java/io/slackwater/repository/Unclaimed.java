package io.slackwater.repository;

/** An engine has read nothing and will not read, so another engine may make the backup. */
public class Unclaimed extends RepositoryException {

    private static final long serialVersionUID = 1L;

    public Unclaimed(String reason) {
        super(Failure.NOT_BEGUN, reason);
    }
}
