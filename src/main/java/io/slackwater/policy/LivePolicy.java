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
 * The policy in force: the last valid content of the policy file. An invalid change is reported and has no other
 * effect. Safe for use by several threads; {@link #current()} and {@link #rejected()} never block.
 */
public final class LivePolicy {

    private static final Logger LOG = Logger.getLogger(LivePolicy.class);

    private final Path file;
    private final Map<String, String> kinds;
    private final List<Consumer<Policy>> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /**
     * The policy in force and the file's last content.
     *
     * @param seen the last content that was read, valid or not
     * @param rejected why that content is not in force; empty when it is
     */
    private record State(Policy policy, ByteBuffer seen, Optional<PolicyException> rejected) {}

    /**
     * Loads the file for the first time.
     *
     * @param kinds every kind of service with its default plan; empty to accept any kind in the file
     * @throws PolicyException the file is invalid
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

    /** Why the file's current content is not in force; empty when it is. */
    public Optional<PolicyException> rejected() {
        return state.rejected;
    }

    /** Registers a listener. It gets each new policy, in the thread that calls {@link #reload}. */
    public void onChange(Consumer<Policy> listener) {
        listeners.add(listener);
    }

    /**
     * Reads the file and applies a valid change. Cheap when the file is unchanged.
     *
     * @return whether the policy changed
     */
    public boolean reload() {
        Optional<Policy> changed = look();
        changed.ifPresent(policy -> listeners.forEach(listener -> listener.accept(policy)));
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
            LOG.infof(
                    "policy file=%s changed and is in force%s",
                    file, same ? "; its values are the same as before" : "");
            return same ? Optional.empty() : Optional.of(policy);
        } catch (PolicyException e) {
            state = new State(before.policy, seen, Optional.of(e));
            if (before.rejected.isEmpty()
                    || !e.problems().equals(before.rejected.get().problems())) {
                LOG.errorf(
                        "policy file=%s is rejected; the last valid policy stays in force:%n%s", file, e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** Refuses a new instance name. restic's host and tag would change, and split the history of each dataset. */
    private void refuseRenamed(Policy before, Policy changed) {
        String name = before.instance();
        if (!changed.instance().equals(name)) {
            throw new PolicyException(List.of(new PolicyProblem(
                    file,
                    0,
                    0,
                    "instance",
                    "cannot change from \"" + name + "\" to \"" + changed.instance()
                            + "\" while Slackwater runs: every snapshot has the name as its host and its tag. Put \""
                            + name + "\" back. If the new name is intended, run: docker compose restart slackwater."
                            + " Snapshots of the old name stay restorable, but retention never forgets them")));
        }
    }

    private Policy parse(byte[] content) {
        return PolicyFile.parse(file, content, ZoneId.systemDefault(), kinds);
    }
}
