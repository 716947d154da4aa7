package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/** The repositories as the page shows them, without keys. */
public record RepositoriesView(List<Overview.Sort> sorts, List<Line> lines, List<Chart> charts) {

    /**
     * A repository.
     *
     * @param word its state
     * @param alarm the title of its worst open alarm; empty without one
     * @param size empty for a remote repository, or one that does not exist yet
     * @param free the free and the total space of its disk; empty when unknown
     * @param full when its disk will be full at the present growth; empty when it does not fill up, or when its size is
     *     unknown
     * @param check the result of the last check since Slackwater started
     * @param lastCheck the last scheduled check
     * @param kit whether the exported recovery kit has its key
     */
    public record Line(
            String name,
            String uri,
            Light light,
            String word,
            String alarm,
            String size,
            String free,
            Optional<Moment> full,
            String check,
            Optional<Moment> lastCheck,
            Optional<Moment> nextCheck,
            boolean kit) {}
}
