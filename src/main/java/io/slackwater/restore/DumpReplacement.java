package io.slackwater.restore;

import io.slackwater.docker.DockerException;
import io.slackwater.kind.RestoreException;
import io.slackwater.kind.ServerFiles;
import java.util.List;
import java.util.stream.Stream;

/** Replaces the files of a server by those of a dump, and compares what the server has loaded. */
final class DumpReplacement extends FilesReplacement {

    private final ServerFiles files;

    DumpReplacement(
            LiveTree live,
            TreeUsers users,
            String restore,
            ChosenSnapshot snapshot,
            String workload,
            ServerFiles files) {
        super(
                live,
                users,
                TreeExchange.besideFiles(restore),
                new DumpFiles(snapshot.id(), files.files()),
                new Scope(
                        workload,
                        snapshot.verdict().bytes() * files.files().size(),
                        List.of("the other files of the volume stay as they are"),
                        () -> Stream.concat(Stream.of("only"), files.exchanged().stream())
                                .toList()));
        this.files = files;
    }

    @Override
    public String prepare() throws RestoreException, DockerException, InterruptedException {
        files.prepare();
        return super.prepare();
    }

    @Override
    public void confirm() throws RestoreException, InterruptedException {
        files.confirm();
    }

    @Override
    public String note() {
        return files.note();
    }
}
