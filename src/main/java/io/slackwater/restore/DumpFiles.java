package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.RestoredFile;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a dump as files.
 *
 * @param snapshot the id of the snapshot
 */
record DumpFiles(String snapshot, List<RestoredFile> files) implements Contents {

    /** Writes each file with {@code dd}, which fails unless it has written all data. */
    @Override
    public void write(HelperMount mount) throws RestoreException, DockerException, InterruptedException {
        for (RestoredFile file : files) {
            Path path = Path.of(mount.path()).resolve(file.path());
            mount.run(
                    ExecCommand.of("mkdir", "-p", String.valueOf(path.getParent())),
                    "making " + path.getParent() + " in " + mount.words());
            mount.feed()
                    .run(
                            ExecCommand.of("dd", "of=" + path, "bs=1M", "iflag=fullblock", "status=none"),
                            file.content(),
                            "writing " + file.path() + " of snapshot " + snapshot + " into " + mount.words());
            if (!file.owner().isEmpty()) {
                mount.run(
                        ExecCommand.of("chown", "-R", file.owner(), mount.path()),
                        "giving what is in " + mount.words() + " to " + file.owner());
            }
        }
    }
}
