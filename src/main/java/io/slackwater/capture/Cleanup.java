package io.slackwater.capture;

import org.jboss.logging.Logger;

/** Ends the processes and sessions that a command left in a container. */
@FunctionalInterface
public interface Cleanup {

    void run() throws CaptureException, InterruptedException;

    /**
     * Cleans up after a cancelled run. A pending interrupt does not stop the clean-up, and is set again afterwards.
     *
     * @param what the dump or check that started the processes, such as {@code dump of database shop}
     */
    default void runUninterrupted(String what) {
        boolean interrupted = Thread.interrupted();
        try {
            run();
        } catch (CaptureException | InterruptedException e) {
            interrupted |= e instanceof InterruptedException;
            Logger.getLogger(Cleanup.class).warnf(e, "Processes of the %s may still run in the container", what);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
