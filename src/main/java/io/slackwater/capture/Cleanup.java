package io.slackwater.capture;

import org.jboss.logging.Logger;

/** Ends the processes and sessions that a command left in a container. */
@FunctionalInterface
public interface Cleanup {

    void run() throws CaptureException, InterruptedException;

    /**
     * Runs the clean-up of a cancelled run. The interrupt does not stop the clean-up, and stays set.
     *
     * @param what started the processes: {@code dump of database shop}
     */
    default void runUninterrupted(String what) {
        boolean interrupted = Thread.interrupted();
        try {
            run();
        } catch (CaptureException | InterruptedException e) {
            interrupted |= e instanceof InterruptedException;
            Logger.getLogger(Cleanup.class).warnf(e, "Processes that the %s started may still run", what);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
