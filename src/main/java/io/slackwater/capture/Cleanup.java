package io.slackwater.capture;

/** Ends the processes and sessions that a command left in a container. */
@FunctionalInterface
public interface Cleanup {

    void run() throws CaptureException, InterruptedException;
}
