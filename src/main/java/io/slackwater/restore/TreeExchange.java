package io.slackwater.restore;

import io.slackwater.discovery.Source;
import io.slackwater.docker.Container;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.ExecCommand;
import io.slackwater.kind.Exchange;
import io.slackwater.kind.RestoreException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The live and the restored files of a volume or directory, exchanged by renaming entry by entry. Files that captures
 * exclude stay where they are.
 *
 * @param beside the name of the directory at the root of the tree that has the restored and the old files
 */
record TreeExchange(LiveTree live, String beside, TreeUsers users) implements Exchange {

    /** The name of the directory that a restore makes beside the live files. Backups leave it out. */
    static String beside(String restore) {
        return Source.Tree.BESIDE + restore.replace("-", "").substring(0, 8);
    }

    /** The same for a dump, because a tree of the same volume may be restored too. */
    static String besideFiles(String restore) {
        return beside(restore) + "-dump";
    }

    private enum State {
        NONE,
        PREPARED,
        MIXED,
        APPLIED
    }

    private static State state(LiveTree.Mounted mounted, String beside)
            throws RestoreException, DockerException, InterruptedException {
        return State.valueOf(mounted.run("state", beside, List.of()).strip().toUpperCase(java.util.Locale.ROOT));
    }

    private State state() throws RestoreException, DockerException, InterruptedException {
        if (live.removed()) {
            return State.NONE;
        }
        try (LiveTree.Mounted mounted = live.open(List.of())) {
            return state(mounted, beside);
        }
    }

    @Override
    public boolean applied() throws RestoreException, DockerException, InterruptedException {
        return state() == State.APPLIED;
    }

    @Override
    public List<String> stops() throws RestoreException, DockerException, InterruptedException {
        State now = state();
        return now == State.MIXED || now == State.APPLIED
                ? users.of(live.path()).running().stream().map(Container::id).toList()
                : List.of();
    }

    @Override
    public void apply() throws RestoreException, DockerException, InterruptedException {
        try (LiveTree.Mounted mounted = live.open(List.of())) {
            requireUnused();
            mounted.run("apply", beside, List.of());
        }
    }

    @Override
    public void rollBack() throws RestoreException, DockerException, InterruptedException {
        if (live.removed()) {
            return;
        }
        try (LiveTree.Mounted mounted = live.open(List.of())) {
            State now = state(mounted, beside);
            if (now == State.MIXED || now == State.APPLIED) {
                requireUnused();
                mounted.run("back", beside, List.of());
            }
        }
    }

    /** Loss prevented: a service that writes during the exchange writes into both versions. */
    private void requireUnused() throws RestoreException, DockerException {
        List<Container> running = users.of(live.path()).running();
        if (!running.isEmpty()) {
            throw new RestoreException("another program started "
                    + running.stream().map(one -> "container " + one.name()).collect(Collectors.joining(", "))
                    + " while the files of " + live.words() + " were to be exchanged");
        }
    }

    @Override
    public void removeBeside() throws RestoreException, DockerException, InterruptedException {
        if (live.removed()) {
            return;
        }
        try (LiveTree.Mounted mounted = live.open(List.of())) {
            HelperMount directory = mounted.at(beside);
            directory.run(
                    ExecCommand.of("rm", "-rf", "--one-file-system", "--", directory.path()),
                    "removing " + beside + " of " + mounted.words());
        }
    }
}
