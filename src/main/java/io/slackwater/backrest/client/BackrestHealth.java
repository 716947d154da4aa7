package io.slackwater.backrest.client;

/**
 * What a Backrest says of itself. It has no call that tells its version; its configuration format has one.
 *
 * @param configVersion the version of the configuration's format, 6 since 2025
 * @param instance its name, empty on a fresh one
 * @param modno the configuration's counter, which a {@code SetConfig} has to name
 * @param open nobody needs to sign in: fit for a first start only
 */
public record BackrestHealth(int configVersion, String instance, int modno, boolean open) {}
