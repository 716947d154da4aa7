package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name as restic sees it: the kernel's, not what DNS makes of it. */
public final class HostName {

    private HostName() {}

    /** As it stands in the locks that a restic of ours makes. */
    public static String ofThisMachine() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }
}
