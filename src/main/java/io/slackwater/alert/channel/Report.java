package io.slackwater.alert.channel;

import java.time.Instant;
import java.util.List;

/**
 * What happened between two moments.
 *
 * @param backups how many runs ended
 * @param verified how many of them ended with a verified snapshot
 * @param datasets how many datasets have such a run
 * @param grownBytes how much all repositories grew by these runs
 * @param grown the datasets with the most new data, most first
 * @param failed the datasets whose last run failed or could not be verified
 * @param notProtected the data that no backup contains
 * @param alarms how many alarms are raised at the end
 */
record Report(
        Instant since,
        Instant until,
        long backups,
        long verified,
        long datasets,
        long grownBytes,
        List<Growth> grown,
        List<Failed> failed,
        List<String> notProtected,
        int alarms) {

    /** The new data of a dataset. */
    record Growth(String dataset, long bytes) {}

    /** A dataset whose last run failed, with the reason. */
    record Failed(String dataset, String reason) {}

    Report {
        grown = List.copyOf(grown);
        failed = List.copyOf(failed);
        notProtected = List.copyOf(notProtected);
    }
}
