package io.slackwater.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The size of the file system below a directory.
 *
 * @param name the device or network share
 */
record DiskSpace(String name, long totalBytes, long freeBytes) {

    private static final Logger LOG = Logger.getLogger(DiskSpace.class);

    /** Measures the file system of a directory; empty when the directory does not exist. */
    static Optional<DiskSpace> of(Path directory) {
        File file = directory.toFile();
        long used = file.getTotalSpace() - file.getFreeSpace();
        long free = file.getUsableSpace();
        if (file.getTotalSpace() == 0) {
            LOG.debugf("the size of the disk of %s is not known", directory);
            return Optional.empty();
        }
        return Optional.of(new DiskSpace(name(directory), used + free, free));
    }

    /**
     * Returns the name of a device or share. Only such a name is unique: every {@code tmpfs} or {@code overlay} has the
     * same name, so the number of the device is added.
     */
    private static String name(Path directory) {
        try {
            String name = Files.getFileStore(directory).name();
            return name.contains("/") ? name : name + " " + Files.getAttribute(directory, "unix:dev");
        } catch (IOException e) {
            // Java finds no mount point for a subvolume of btrfs.
            LOG.debugf("the device of %s is not known: %s", directory, e.getMessage());
            return directory.toString();
        }
    }
}
