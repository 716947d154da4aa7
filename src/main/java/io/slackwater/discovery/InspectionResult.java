package io.slackwater.discovery;

import io.slackwater.discovery.Uncovered.Gap;
import io.slackwater.discovery.Uncovered.Severity;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The findings of a kind in one container.
 *
 * @param datasets the dumps
 * @param directories the directories in the container that the dumps cover
 * @param home the service's data directory; empty when its data can be anywhere
 */
public record InspectionResult(
        Credentials signIn, List<Dataset> datasets, Set<String> directories, Optional<DataHome> home) {

    public static final InspectionResult NONE =
            new InspectionResult(Credentials.NONE, List.of(), Set.of(), Optional.empty());

    public InspectionResult {
        datasets = List.copyOf(datasets);
        // The order matters: the first match is reported.
        directories = Collections.unmodifiableSet(new LinkedHashSet<>(directories));
    }

    /** The result for a service with one data directory. */
    public static InspectionResult of(DataHome home) {
        return new InspectionResult(Credentials.NONE, List.of(), Set.of(), Optional.of(home));
    }

    /** The result for a service that is backed up by dumps. */
    public static InspectionResult of(Credentials signIn, List<Dataset> datasets, Set<String> directories) {
        return new InspectionResult(signIn, datasets, directories, Optional.empty());
    }

    /**
     * Explains why a mount with the database's files is not backed up as files.
     *
     * @param files what the mount holds, in words
     */
    MountRules.Refusal covers(String files) {
        return datasets.isEmpty()
                ? new MountRules.Refusal(
                        Severity.NOTE,
                        "the mount is not backed up, because no database of its server is known: it holds " + files,
                        "find out why the databases of its service cannot be listed; once they are, their dumps cover it",
                        Gap.NO_BACKUP)
                : new MountRules.Refusal(
                        Severity.NOTE,
                        "covered by the dump: the mount holds " + files,
                        "nothing: restore the dump instead",
                        Gap.COVERED);
    }
}
