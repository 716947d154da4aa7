package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host name that restic uses: the kernel's, not a DNS name. */
public final class HostName {

    private HostName() {}

    /** The host name of this container, which restic writes into its locks. */
    public static String ofThisMachine() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }
}
