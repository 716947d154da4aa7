package io.slackwater.kind;

import java.nio.file.Path;
import java.util.List;

/** The files of a server that a dump replaces while the server is stopped. Used by one thread. */
public interface ServerFiles {

    /** The volume or directory that contains them, by its path on the host. */
    Path directory();

    /** The files that the server loads when it starts, below that directory. */
    List<RestoredFile> files();

    /**
     * The paths below that directory that are exchanged: those of the files, and of files that the server would load
     * instead. All others stay.
     */
    List<String> exchanged();

    /** Reads from the dump what {@link #confirm} compares, while the old data are live. */
    void prepare() throws RestoreException, InterruptedException;

    /** Compares what the started server has loaded with the dump. */
    void confirm() throws RestoreException, InterruptedException;

    /** What could not be compared. Empty for nothing. */
    String note();
}
