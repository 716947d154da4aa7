package io.slackwater.docker;

/** Whether a path in Slackwater's container shows the same files as that path on the host. */
public sealed interface MountProof {

    /** The paths are equal: both sides see this device and inode. */
    record Proven(long device, long inode) implements MountProof {}

    /**
     * The paths differ, or equality cannot be proven.
     *
     * @param reason the observed difference, with the path
     * @param remedy what to do, with the line for the compose file where that helps
     */
    record Refuted(String reason, String remedy) implements MountProof {}
}
