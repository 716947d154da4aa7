package io.slackwater.ui;

import java.util.List;
import java.util.Optional;

/**
 * A dataset as its page shows it.
 *
 * @param workload the id of its workload; empty when it is not known now
 * @param word its state as a word
 * @param reason its state as a sentence
 * @param held why no snapshot of it is deleted; empty without a reason
 * @param alarms the open alarms that explain its state
 * @param openRun the id of its run in progress
 * @param exists whether it can be backed up now
 * @param because why it is backed up, and why in this way
 * @param pauses the last pauses of its container, newest first
 * @param hasFiles whether it exists now and has files, whose snapshots can be searched
 */
public record DatasetPage(
        String id,
        String name,
        String workload,
        Light light,
        String word,
        String reason,
        String held,
        List<AlarmLine> alarms,
        Optional<String> openRun,
        boolean exists,
        List<Fact> facts,
        List<String> because,
        List<Chart> charts,
        List<Night> nights,
        String strip,
        List<Pause> pauses,
        boolean hasFiles,
        Snapshots snapshots,
        RunTable runs) {

    /** The worst of the alarms. */
    public Light alarmLight() {
        return alarms.stream().map(AlarmLine::light).reduce(Light.WARN, Light::worse);
    }

    /**
     * A day of the dataset.
     *
     * @param title the day and what happened
     * @param href leads to the run that decides; to the runs of the day without one
     */
    public record Night(String css, String title, String href) {}

    /**
     * A pause of the container.
     *
     * @param longer whether it took more than twice the estimate
     */
    public record Pause(String run, Moment at, String estimate, String actual, boolean longer) {}

    /**
     * The table of snapshots.
     *
     * @param here the address of the page, with what the list of runs needs
     * @param filtered whether a filter hides snapshots
     */
    public record Snapshots(
            Address here,
            List<RunTable.Choice> shows,
            boolean filtered,
            List<Overview.Sort> sorts,
            List<SnapshotLine> lines,
            Paging paging) {}

    /**
     * A snapshot with its verdict.
     *
     * @param id as restic shortens it
     * @param whole the whole id
     * @param word whether it is good, or was found damaged
     * @param pinned whether a user pinned it, so that retention keeps it
     * @param safety whether a restore in place made it of the data that it replaced
     */
    public record SnapshotLine(
            String id,
            String whole,
            String run,
            Light light,
            String word,
            boolean pinned,
            boolean safety,
            Moment time,
            String size,
            String added,
            String repository) {}
}
