package io.slackwater.capture;

/** Ends what a command left in a container. */
@FunctionalInterface
public interface Cleanup {

    void run() throws CaptureException, InterruptedException;
}
