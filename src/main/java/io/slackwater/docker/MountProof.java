package io.slackwater.docker;

/** Whether the files that we see at a path are those that a container gets when it mounts that path of the host. */
public sealed interface MountProof {

    /** They are: both sides see this device and inode. */
    record Proven(long device, long inode) implements MountProof {}

    /**
     * They are not, or that cannot be shown.
     *
     * @param reason what was seen, with the path
     * @param remedy what to do, with the line for the compose file where that helps
     */
    record Refuted(String reason, String remedy) implements MountProof {}
}
