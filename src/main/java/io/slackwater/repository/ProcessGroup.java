package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A child process with all its descendants, in a session and process group of its own ({@code setsid} of util-linux). A signal to restic
 * alone would leave the command behind {@code --stdin-from-command} running, and restic would wait for its pipe.
 */
final class ProcessGroup {

    private static final Logger LOG = Logger.getLogger(ProcessGroup.class);
    private static final long TERM_MILLIS = 3_000;
    private static final long KILL_MILLIS = 10_000;

    private final Process process;

    private ProcessGroup(Process process) {
        this.process = process;
    }

    static ProcessGroup start(List<String> command, Map<String, String> environment) throws IOException {
        List<String> argv = new ArrayList<>(command.size() + 1);
        argv.add("setsid");
        argv.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(Path.of("/dev/null").toFile());
        return new ProcessGroup(builder.start());
    }

    Process process() {
        return process;
    }

    /**
     * Ends the whole group, with SIGTERM first, so that restic can remove its lock. Returns when the process has ended; an interrupt is
     * kept and does not shorten the wait.
     */
    void end() {
        Set<Long> escaped = new LinkedHashSet<>();
        process.descendants().forEach(child -> escaped.add(child.pid()));
        signal("TERM", group());
        awaitExit(TERM_MILLIS);
        killRest(escaped);
        if (!awaitExit(KILL_MILLIS)) {
            LOG.errorf("restic pid=%d does not end after SIGKILL; it hangs in the kernel", process.pid());
        }
    }

    /** Ends the processes that are left in the group. */
    void killRest() {
        killRest(Set.of());
    }

    private void killRest(Set<Long> escaped) {
        Set<Long> left = members();
        if (!left.isEmpty()) {
            LOG.infof(
                    "ending %d processes of restic pid=%d that did not end by themselves", left.size(), process.pid());
            killMembers();
        }
        for (long pid : escaped) {
            // A descendant that made its own session is not in the group any more.
            if (!left.contains(pid)) {
                ProcessHandle.of(pid).filter(this::isStillOurs).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** The kernel needs a moment, and a member may have forked meanwhile. */
    private void killMembers() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KILL_MILLIS);
        do {
            signal("KILL", group());
        } while (!members().isEmpty() && System.nanoTime() < deadline);
    }

    /** Pids are reused: a process that is older than the leader is no descendant. */
    private boolean isStillOurs(ProcessHandle handle) {
        var theirs = handle.info().startInstant();
        var ours = process.info().startInstant();
        return theirs.isPresent() && (ours.isEmpty() || !theirs.get().isBefore(ours.get()));
    }

    private String group() {
        return "-" + process.pid();
    }

    /** The living members of the group, by {@code /proc/PID/stat} (proc(5): pid (comm) state ppid pgrp …). */
    Set<Long> members() {
        Set<Long> members = new LinkedHashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : processes) {
                String stat = statOf(entry);
                // The command's name may hold blanks and brackets: the fields begin behind the last bracket.
                int end = stat.lastIndexOf(") ");
                if (end < 0) {
                    continue;
                }
                String[] fields = stat.substring(end + 2).split(" ");
                boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
                if (!zombie && Long.parseLong(fields[2]) == process.pid()) {
                    members.add(Long.parseLong(entry.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            LOG.warnf("cannot read /proc (%s): processes that restic left behind may go on", e.getMessage());
        }
        return members;
    }

    private static String statOf(Path process) {
        try {
            return Files.readString(process.resolve("stat"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** The shell's own kill: the JDK cannot signal a group, and slim images have no kill program. */
    private static void signal(String signal, String target) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" -- \"$1\"", signal, target);
        builder.environment().clear();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            builder.start().onExit().join();
        } catch (IOException e) {
            LOG.errorf("cannot send SIG%s to process group %s: %s", signal, target, e.getMessage());
        }
    }

    /** Also waits in an interrupted thread. */
    private boolean awaitExit(long millis) {
        return process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, millis, TimeUnit.MILLISECONDS)
                .join();
    }
}
