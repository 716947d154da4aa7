package io.slackwater.run;

import io.slackwater.discovery.CaptureCommands;
import io.slackwater.discovery.Workload;
import io.slackwater.docker.Container;
import io.slackwater.docker.Docker;
import io.slackwater.docker.DockerException;
import io.slackwater.journal.EndCause;
import io.slackwater.journal.JournalException;
import io.slackwater.journal.OwedCommand;
import io.slackwater.journal.OwedCommandStore;
import io.slackwater.trust.RunFailure.Failed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Runs the commands of {@code slackwater.exec.pre} and {@code slackwater.exec.post} in a container around its captures.
 * Captures of one workload that overlap share one pair. The journal lists a post command before the pre command begins.
 * A post command thus also runs after a crash. Safe for use by several threads.
 */
public final class ContainerCommands {

    private static final Logger LOG = Logger.getLogger(ContainerCommands.class);

    /** How long a post command waits for a service without a container. */
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final CommandRunner runner;
    private final OwedCommandStore owed;
    private final Clock clock;
    private final Map<String, Captures> workloads = new ConcurrentHashMap<>();

    public ContainerCommands(Docker docker, OwedCommandStore owed, Clock clock) {
        this.runner = new CommandRunner(docker);
        this.owed = owed;
        this.clock = clock;
    }

    /** The captures of one workload that have begun and not ended. The lock guards the fields. */
    private static final class Captures {
        final ReentrantLock lock = new ReentrantLock();
        int begun;
        /** Whether the post command ran, but the journal could not record that. */
        boolean unrecorded;
    }

    /** A capture that has begun. Closing it runs the post command after the last capture of the workload. */
    interface Begun extends AutoCloseable {

        Begun NONE = () -> {};

        @Override
        void close();
    }

    /**
     * Runs the pre command, unless another capture of the workload runs. A container that does not run needs no command.
     *
     * @throws Failed the pre command failed; the post command has run
     */
    Begun begin(Workload workload, Duration allowed) throws Failed, InterruptedException {
        CaptureCommands commands = CaptureCommands.of(workload);
        String id = workload.id().value();
        if (commands.post().isEmpty() && owed.of(id).isPresent()) {
            owed.done(id);
        }
        if (commands.pre().isEmpty() && commands.post().isEmpty()) {
            return Begun.NONE;
        }
        Captures captures = captures(id);
        captures.lock.lockInterruptibly();
        try {
            if (captures.begun == 0 && !before(workload, allowed, commands)) {
                return Begun.NONE;
            }
            captures.begun++;
        } finally {
            captures.lock.unlock();
        }
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                end(id, captures);
            }
        };
    }

    private Captures captures(String workload) {
        return workloads.computeIfAbsent(workload, id -> new Captures());
    }

    /** Returns whether the container runs, so that the commands apply. */
    private boolean before(Workload workload, Duration allowed, CaptureCommands commands)
            throws Failed, InterruptedException {
        Container known = workload.container();
        Optional<Container> container;
        try {
            container = runner.running(known.project(), known.service(), known.name());
        } catch (DockerException e) {
            throw new Failed("cannot look up container " + known.name() + ": " + e.getMessage(), EndCause.SOURCE, e);
        }
        if (container.isEmpty()) {
            return false;
        }
        String id = workload.id().value();
        if (!commands.post().isEmpty()) {
            owed.owe(new OwedCommand(
                    id,
                    known.project(),
                    known.service(),
                    known.name(),
                    commands.post(),
                    allowed,
                    clock.instant(),
                    Optional.empty()));
            captures(id).unrecorded = false;
        }
        if (commands.pre().isEmpty()) {
            return true;
        }
        boolean good = false;
        try {
            Optional<CommandRunner.Problem> problem =
                    runner.run(container.get(), id, CaptureCommands.PRE, commands.pre(), allowed);
            if (problem.isPresent()) {
                throw new Failed(
                        problem.get().reason() + "; the container was not paused and nothing was read",
                        problem.get().cause());
            }
            good = true;
        } finally {
            if (!good) {
                after(id, false);
            }
        }
        return true;
    }

    private void end(String workload, Captures captures) {
        captures.lock.lock();
        try {
            captures.begun--;
            if (captures.begun == 0) {
                after(workload, false);
            }
        } finally {
            captures.lock.unlock();
        }
    }

    /**
     * Runs the post commands that an earlier process left, and those whose container did not run at the time.
     *
     * @param failed whether to repeat commands that failed
     */
    public void settle(boolean failed) {
        for (OwedCommand command : owed.all()) {
            Captures captures = captures(command.workload());
            // A capture that runs now runs the command at its end.
            if ((failed || command.failure().isEmpty()) && captures.lock.tryLock()) {
                try {
                    if (captures.begun == 0) {
                        after(command.workload(), true);
                    }
                } finally {
                    captures.lock.unlock();
                }
            }
        }
    }

    /** The post commands that failed. */
    public List<OwedCommand> failed() {
        return owed.all().stream().filter(one -> one.failure().isPresent()).toList();
    }

    /**
     * Runs the post command that a workload owes, also on an interrupted thread. The caller holds the lock.
     *
     * @param late whether a pre command of an earlier process may still run
     */
    private void after(String workload, boolean late) {
        boolean interrupted = Thread.interrupted();
        Captures captures = captures(workload);
        try {
            Optional<OwedCommand> command = owed.of(workload);
            if (command.isPresent() && (captures.unrecorded || over(command.get(), late))) {
                captures.unrecorded = true;
                owed.done(workload);
                captures.unrecorded = false;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (JournalException e) {
            LOG.errorf(
                    "the journal could not record a command yet; Slackwater tries again workload=%s reason=\"%s\"",
                    workload, e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs a post command. Returns whether it is over: it succeeded, or its container is gone for good. */
    private boolean over(OwedCommand command, boolean late) throws InterruptedException {
        String workload = command.workload();
        try {
            Optional<Container> container = runner.running(command.project(), command.service(), command.container());
            if (container.isPresent()) {
                if (late) {
                    runner.end(container.get(), workload);
                }
                Optional<CommandRunner.Problem> problem = runner.run(
                        container.get(), workload, CaptureCommands.POST, command.command(), command.allowed());
                problem.ifPresent(one -> {
                    LOG.warnf("a command failed workload=%s reason=\"%s\"", workload, one.reason());
                    owed.failed(workload, one.reason());
                });
                return problem.isEmpty();
            }
            boolean gone = runner.containers(command.project(), command.service(), command.container())
                            .isEmpty()
                    && clock.instant().isAfter(command.owed().plus(PATIENCE));
            if (gone) {
                LOG.warnf("a command is given up, because its container is gone workload=%s", workload);
            }
            return gone;
        } catch (DockerException e) {
            LOG.warnf("a command could not run yet workload=%s reason=\"%s\"", workload, e.getMessage());
            return false;
        }
    }
}
