package io.slackwater.policy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Two names for one repository would give it two keys and two gates; one repository inside another would break both. */
final class RepositoryOverlap {

    private RepositoryOverlap() {}

    static void report(Section section, Map<String, RepositoryPolicy> repositories) {
        Map<String, RepositoryPolicy> earlier = new LinkedHashMap<>();
        repositories.forEach((id, repository) -> {
            earlier.values().stream()
                    .filter(other -> overlap(other, repository))
                    .findFirst()
                    .ifPresent(other -> section.section(id)
                            .problem(
                                    "uri",
                                    "the address " + PolicyProblems.quoted(repository.uri())
                                            + " overlaps the repository '" + other.id()
                                            + "'; give each repository a place of its own"));
            earlier.put(id, repository);
        });
    }

    private static boolean overlap(RepositoryPolicy a, RepositoryPolicy b) {
        Optional<Path> here = a.localPath();
        Optional<Path> there = b.localPath();
        if (here.isPresent() && there.isPresent()) {
            return here.get().startsWith(there.get()) || there.get().startsWith(here.get());
        }
        return !a.uri().isEmpty() && a.uri().equals(b.uri());
    }
}
