package io.slackwater.backrest.reconcile;

import io.slackwater.backrest.client.Operation;

/** Hears of the backups that Backrest made of our plans after somebody edited its configuration: their plan may have been another one. */
@FunctionalInterface
public interface MadeBackups {

    /**
     * Looks whether a run knows of it, and notes it otherwise. Saying it twice is no harm.
     *
     * @param backup has ended, and stored a snapshot
     * @return whether that is settled; otherwise it is told again with the next look
     */
    boolean settle(Operation backup);
}
