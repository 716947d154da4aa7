package io.slackwater.backrest.reconcile;

import java.util.Optional;
import java.util.Set;

/**
 * The host names of our container and of Backrest's. restic takes a lock of its own host's name for one of its own machine and
 * looks its process up there: between containers of one name a live lock seems stale, and a repository can be damaged.
 *
 * @param ours of our own container
 * @param theirs what Backrest's may be; more than one when there are several of it
 */
public record HostNames(String ours, Set<String> theirs) {

    /** The subject of the conflict. */
    public static final String SUBJECT = "host name";

    /** Says why nothing may be stored by Backrest; empty when locks can be told apart. */
    public Optional<Conflict> conflict() {
        return theirs.contains(ours)
                ? Optional.of(new Conflict(
                        SUBJECT,
                        "the containers of Slackwater and of Backrest have the same host name, '" + ours
                                + "', and restic tells its locks apart by host name; so nothing is backed up by Backrest, and"
                                + " Slackwater makes the backups without it",
                        "Give each of the two services another `hostname:` in the compose file (`hostname: slackwater` and"
                                + " `hostname: backrest` for example), and recreate both."))
                : Optional.empty();
    }
}
