package io.slackwater.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A child process with all its descendants, in its own session and process group ({@code setsid} of util-linux). A
 * signal to restic alone would leave the command of {@code --stdin-from-command} running, and restic would wait for it.
 */
record ProcessGroup(Process process) {

    private static final Logger LOG = Logger.getLogger(ProcessGroup.class);
    private static final long TERM_MILLIS = 3_000;
    private static final long KILL_MILLIS = 10_000;

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

    /**
     * Ends the whole group: by SIGTERM first, so that restic can remove its lock, then by SIGKILL. Returns when the
     * process has ended. An interrupt does not shorten the wait and stays set.
     */
    void end() {
        List<ProcessHandle> descendants = process.descendants().toList();
        signal("TERM");
        Pump.ends(process.onExit(), TERM_MILLIS);
        killRest();
        // A descendant that made its own session is not in the group any more.
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!Pump.ends(process.onExit(), KILL_MILLIS)) {
            LOG.errorf("restic pid=%d does not end after SIGKILL; it hangs in the kernel", process.pid());
        }
    }

    /** Kills the remaining processes of the group. Repeats this, because a process may fork before it ends. */
    void killRest() {
        if (!signal("KILL")) {
            return;
        }
        LOG.infof("ending the processes that restic pid=%d left behind", process.pid());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KILL_MILLIS);
        while (signal("KILL") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /**
     * Sends a signal to the group through the shell's {@code kill}. The JDK cannot signal a group, and slim images have
     * no {@code kill} program. Returns whether the group still has a process.
     */
    private boolean signal(String signal) {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" -- \"-$1\"", signal, Long.toString(process.pid()));
        builder.environment().clear();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start().onExit().join().exitValue() == 0;
        } catch (IOException e) {
            LOG.errorf(
                    "cannot send SIG%s to the process group of restic pid=%d: %s",
                    signal, process.pid(), e.getMessage());
            return false;
        }
    }
}
