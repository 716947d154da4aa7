package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * The repositories as the page shows them, without keys.
 *
 * @param plans the plans whose retention can be applied
 * @param held whether the policy stops all forgetting and pruning
 * @param jobs the newest maintenance since Slackwater started, newest first
 */
public record RepositoriesView(
        List<Overview.Sort> sorts,
        List<Line> lines,
        List<Chart> charts,
        List<String> plans,
        boolean held,
        List<JobLine> jobs) {

    /**
     * A maintenance.
     *
     * @param what the operation with its repository or plan
     * @param result what it did, and why it failed or some snapshots stayed; empty while it is running
     */
    public record JobLine(Light light, String word, String what, Moment started, String result) {}

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
