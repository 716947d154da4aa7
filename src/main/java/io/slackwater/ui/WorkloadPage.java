package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * A workload as its page shows it.
 *
 * @param word its state as a word
 * @param exists whether it can be backed up now
 * @param because why it is protected, and why it is of this kind
 * @param strip the cells in words
 */
public record WorkloadPage(
        String id,
        String name,
        Light light,
        String word,
        boolean exists,
        List<Fact> facts,
        List<String> because,
        List<DatasetLine> datasets,
        List<Overview.Cell> cells,
        String strip,
        RunTable runs) {

    /**
     * A dataset of the workload.
     *
     * @param newest when the data of its newest verified snapshot were captured
     * @param size what its last backup contains; empty when unknown
     */
    public record DatasetLine(
            String id, Light light, String word, String reason, Optional<Moment> newest, String size) {}
}
