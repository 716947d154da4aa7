package io.slackwater.restore;

import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.kind.Forecast;
import io.slackwater.kind.Replacement;
import io.slackwater.kind.RestoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the files of a live volume or directory. The snapshot is restored into a directory at the root of the same
 * file system while the services run. Then {@link TreeExchange} renames the entries while they are stopped.
 */
class FilesReplacement implements Replacement {

    /** How long a container may need to start, for the forecast. */
    private static final Duration START = Duration.ofSeconds(10);

    private final LiveTree live;
    private final TreeUsers users;
    private final String beside;
    private final Contents contents;
    private final Scope scope;
    private LiveTree.@Nullable Mounted mounted;

    /**
     * What is exchanged.
     *
     * @param workload the id of the workload that has the files
     * @param bytes the size of the restored data
     * @param notes what a user should know before
     */
    record Scope(String workload, long bytes, List<String> notes, Entries entries) {}

    /** The entries that are exchanged. */
    @FunctionalInterface
    interface Entries {
        /** The arguments of the script for its mode {@code ready}. */
        List<String> arguments() throws RestoreException, InterruptedException;
    }

    FilesReplacement(LiveTree live, TreeUsers users, String beside, Contents contents, Scope scope) {
        this.live = live;
        this.users = users;
        this.beside = beside;
        this.contents = contents;
        this.scope = scope;
    }

    @Override
    public Forecast forecast() throws RestoreException, DockerException, InterruptedException {
        List<String> looked;
        try (LiveTree.Mounted now = live.open(List.of())) {
            looked = now.run("look", beside, List.of()).lines().toList();
        }
        boolean filled = looked.get(1).equals("filled");
        TreeUsers.Found found = users.of(live.path());
        List<String> refusals = new ArrayList<>(found.refusals());
        looked.stream()
                .skip(3)
                .map(mount -> "another file system is mounted at " + live.path().resolve(mount)
                        + ", and files cannot be renamed across file systems. Restore into a new volume")
                .forEach(refusals::add);
        return new Forecast(
                "the files of " + live.words() + " of workload " + scope.workload(),
                filled ? live.path() + " " + looked.get(0) : "",
                found.running().stream().map(Container::name).sorted().toList(),
                scope.bytes(),
                Optional.of(looked.get(2)).filter(free -> !free.isEmpty()).map(Long::valueOf),
                found.grace().plus(START.multipliedBy(found.running().size())),
                scope.notes(),
                refusals);
    }

    @Override
    public String name() {
        return live.path().toString();
    }

    @Override
    public String beside() {
        return beside;
    }

    @Override
    public List<String> stops() throws DockerException {
        return users.of(live.path()).running().stream().map(Container::id).toList();
    }

    @Override
    public String prepare() throws RestoreException, DockerException, InterruptedException {
        LiveTree.Mounted here = live.open(contents.binds());
        mounted = here;
        String base = contents.mountName();
        here.run("begin", beside, List.of(base));
        contents.write(here.at(beside + "/incoming/" + base));
        List<String> arguments = new ArrayList<>(List.of(base));
        arguments.addAll(scope.entries().arguments());
        here.run("ready", beside, arguments);
        return "";
    }

    @Override
    public void check() throws RestoreException, DockerException, InterruptedException {
        contents.compare(Objects.requireNonNull(mounted, "files are restored before they are compared")
                .at(beside + "/new"));
    }

    /** The restore has waited until the containers work. */
    @Override
    public void confirm() throws RestoreException, InterruptedException {}

    @Override
    public void close() throws DockerException {
        if (mounted != null) {
            mounted.close();
        }
    }
}
