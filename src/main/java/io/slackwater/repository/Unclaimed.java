package io.slackwater.repository;

/** A backup program ({@link Engine}) has read nothing and will not read. Another one may make the backup. */
public class Unclaimed extends RepositoryException {

    private static final long serialVersionUID = 1L;

    public Unclaimed(String reason) {
        super(Failure.NOT_BEGUN, reason);
    }
}
