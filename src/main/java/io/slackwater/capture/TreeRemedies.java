package io.slackwater.capture;

import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Method;

/** Remedies for an incomplete or damaged copy of a tree. */
public final class TreeRemedies {

    private TreeRemedies() {}

    public static String sqlite(Dataset dataset) {
        String original = "check the original with PRAGMA integrity_check, and repair it or exclude its mount"
                + " (label slackwater.volumes.exclude)";
        return dataset.method() == Method.HOT
                ? "It was copied while in use: set the label slackwater.method: \"freeze\" on service "
                        + dataset.workload().service() + "; if that does not help, " + original
                : Character.toUpperCase(original.charAt(0)) + original.substring(1);
    }

    public static String files(Dataset dataset) {
        String service = dataset.workload().service();
        return dataset.method() == Method.HOT
                ? "It was copied while in use: set the label slackwater.method: \"freeze\" on service " + service
                : "A process wrote to the data while service " + service + " was paused; the next run tries again";
    }
}
