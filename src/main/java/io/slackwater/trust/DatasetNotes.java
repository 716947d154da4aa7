package io.slackwater.trust;

/** What the journal remembers about a dataset between runs, by key. */
public final class DatasetNotes {

    private DatasetNotes() {}

    /** Which run of it failed last, and what is to be expected of another. */
    public static String failed(String dataset) {
        return "failed:" + dataset;
    }

    /** How many files a tree had at its last verified backup. */
    public static String files(String dataset) {
        return "files:" + dataset;
    }

    /** How long its last freeze took, and who read meanwhile: {@code run.LastFreeze}. */
    public static String frozen(String dataset) {
        return "frozen:" + dataset;
    }

    /** Set when a person said that the dataset's disappearance is meant. */
    public static String gone(String dataset) {
        return "gone:" + dataset;
    }

    /** Why nothing of the dataset may be forgotten until a person acknowledges it; empty when it may. */
    public static String hold(String dataset) {
        return "hold:" + dataset;
    }
}
