package io.slackwater.restore;

import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoreException.Reason;
import io.slackwater.policy.RestoreDirectory;
import io.slackwater.policy.RestorePolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The roots: directories of the host below which the policy allows restores. This class judges paths only as texts;
 * {@link RestoreDirectories} checks on the host where they lead.
 *
 * @param roots absolute paths on the host
 * @param never directories that no restore may touch
 */
record RestoreRoots(List<Path> roots, List<Place> never) {

    private static final String KEY = RestorePolicy.KEY + " in backrest-config/policy.yml";
    private static final String FORM =
            "target.path (--path of backrest-management.sh) is the absolute path of a directory on the host";

    /**
     * A directory that no restore may touch.
     *
     * @param what its content in the user's words: {@code keys and tokens}
     */
    record Place(Path path, String what) {}

    /**
     * Returns the root that allows a restore into this directory.
     *
     * @throws RestoreException {@link Reason#INVALID}: no root allows it, or the root itself must not be used
     */
    Path of(Path directory) throws RestoreException {
        if (!directory.isAbsolute() || directory.toString().chars().anyMatch(Character::isISOControl)) {
            throw new RestoreException(
                    Reason.INVALID, "directory " + directory + ": " + FORM + ", without control characters");
        }
        if (roots.isEmpty()) {
            throw new RestoreException(
                    Reason.INVALID,
                    "directory " + directory + " is not allowed: " + KEY
                            + " is [], which disables restores into directories."
                            + " Choose a target of kind volume or download");
        }
        Path wanted = directory.normalize();
        Path root = roots.stream()
                .filter(allowed -> wanted.startsWith(allowed) && !wanted.equals(allowed))
                .findFirst()
                .orElseThrow(() -> new RestoreException(
                        Reason.INVALID,
                        "directory " + directory + " is not allowed: restores go below "
                                + roots.stream().map(Path::toString).collect(Collectors.joining(", ")) + " (" + KEY
                                + "). Name a new directory there, such as "
                                + roots.getFirst().resolve("NAME")
                                + ", or choose a target of kind volume or download"));
        check(root);
        return root;
    }

    /**
     * Judges a root by its path.
     *
     * @throws RestoreException {@link Reason#INVALID}: no restore may go below the root
     */
    void check(Path root) throws RestoreException {
        Optional<String> why = RestoreDirectory.system(root)
                .or(() -> never.stream()
                        .filter(place -> RestoreDirectory.overlap(place.path(), root))
                        .findFirst()
                        .map(place -> "overlaps " + place.path() + ", " + place.what()));
        if (why.isPresent()) {
            throw problem(root, why.get() + ". Name another directory in the policy");
        }
    }

    /** Makes the refusal of all restores below a root. */
    static RestoreException problem(Path root, String why) {
        return new RestoreException(Reason.INVALID, root + ", which " + KEY + " lists, " + why);
    }
}
