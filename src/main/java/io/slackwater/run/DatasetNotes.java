package io.slackwater.run;

/** What the journal remembers about a dataset between runs, by key. */
final class DatasetNotes {

    private DatasetNotes() {}

    /** Which run of it failed last, and what is to be expected of another. */
    static String failed(String dataset) {
        return "failed:" + dataset;
    }

    /** How many files a tree had at its last verified backup. */
    static String files(String dataset) {
        return "files:" + dataset;
    }

    /** How long its last freeze took, and who read meanwhile: {@link LastFreeze}. */
    static String frozen(String dataset) {
        return "frozen:" + dataset;
    }

    /** Set when a person said that the dataset's disappearance is meant. */
    static String gone(String dataset) {
        return "gone:" + dataset;
    }

    /** Why nothing of the dataset may be forgotten until a person acknowledges it; empty when it may. */
    static String hold(String dataset) {
        return "hold:" + dataset;
    }
}
