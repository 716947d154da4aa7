package io.slackwater.docker;

/** Whether a path in Slackwater's container shows the same files as the same path on the host. */
public sealed interface MountProof {

    /** Proved: both sides see this device and inode. */
    record Proven(long device, long inode) implements MountProof {}

    /**
     * The path shows other files, or the equality cannot be proved.
     *
     * @param reason the observed difference, with the path
     * @param remedy what to do, such as a line for the compose file
     */
    record Refuted(String reason, String remedy) implements MountProof {}
}
