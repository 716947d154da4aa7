package io.slackwater.policy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The policy in force: the last valid content of the file. An invalid change is reported and changes nothing else. Safe for use
 * by several threads; {@link #current()} and {@link #rejected()} never wait.
 */
public final class LivePolicy {

    private static final Logger LOG = Logger.getLogger(LivePolicy.class);

    private final Path file;
    private final Map<String, String> kinds;
    private final List<Consumer<Policy>> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /** @param seen the content that was read last; it gave the policy unless it was rejected */
    private record State(Policy policy, ByteBuffer seen, Optional<PolicyException> rejected) {}

    /**
     * Loads the file for the first time.
     *
     * @param kinds all kinds with their default plans; empty accepts any word
     * @throws PolicyException the file is invalid, and no earlier policy is loaded
     */
    public LivePolicy(Path file, Map<String, String> kinds) {
        this.file = file;
        this.kinds = Map.copyOf(kinds);
        byte[] content = PolicyFile.content(file);
        this.state = new State(parse(content), ByteBuffer.wrap(content), Optional.empty());
    }

    public Policy current() {
        return state.policy;
    }

    /** The problem of the current file that keeps it from being applied; empty when the file is in force. */
    public Optional<PolicyException> rejected() {
        return state.rejected;
    }

    /** Called after every change of the policy with the new one, in the thread that reloads. */
    public void onChange(Consumer<Policy> listener) {
        listeners.add(listener);
    }

    /**
     * Reads the file and applies a valid change. Cheap when nothing changed.
     *
     * @return whether another policy is in force now
     * @throws RuntimeException the exceptions of all listeners, joined. The policy is in force, and every listener was called
     */
    public boolean reload() {
        Optional<Policy> changed = look();
        changed.ifPresent(this::notifyListeners);
        return changed.isPresent();
    }

    private synchronized Optional<Policy> look() {
        State before = state;
        ByteBuffer seen = ByteBuffer.allocate(0);
        try {
            byte[] content = PolicyFile.content(file);
            seen = ByteBuffer.wrap(content);
            if (seen.equals(before.seen)) {
                return Optional.empty();
            }
            Policy policy = parse(content);
            refuseRenamed(before.policy, policy);
            state = new State(policy, seen, Optional.empty());
            boolean same = policy.equals(before.policy);
            LOG.infof("policy file=%s changed and is in force%s", file, same ? "; it means the same as before" : "");
            return same ? Optional.empty() : Optional.of(policy);
        } catch (PolicyException e) {
            state = new State(before.policy, seen, Optional.of(e));
            if (before.rejected.isEmpty()
                    || !e.problems().equals(before.rejected.get().problems())) {
                LOG.errorf("policy file=%s is rejected, the last valid one stays in force:%n%s", file, e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** With another instance name, the history of each dataset would have two hosts and two tags. */
    private void refuseRenamed(Policy before, Policy changed) {
        String name = before.instance();
        if (!changed.instance().equals(name)) {
            throw new PolicyException(
                    new PolicyProblem(
                            file,
                            0,
                            0,
                            "instance",
                            "cannot change from \"" + name + "\" to \"" + changed.instance()
                                    + "\" while Slackwater runs: every snapshot carries it as its host and its tag. Put \""
                                    + name + "\" back. If the new name is intended, restart Slackwater:"
                                    + " snapshots of the old name stay restorable then, but retention never forgets them"),
                    "Put instance: " + name
                            + " back into the policy; it is read again within seconds, and this alarm ends."
                            + " Only when the new name is intended: docker compose restart slackwater."
                            + " Until then the last valid policy stays in force.");
        }
    }

    private void notifyListeners(Policy policy) {
        RuntimeException first = null;
        for (Consumer<Policy> listener : listeners) {
            try {
                listener.accept(policy);
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private Policy parse(byte[] content) {
        return PolicyFile.parse(file, content, ZoneId.systemDefault(), kinds);
    }
}
