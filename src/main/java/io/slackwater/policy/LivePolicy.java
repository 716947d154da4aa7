package io.slackwater.policy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The policy that is in force: the last good content of the file. A bad change is reported and changes nothing else. Safe for use
 * by several threads; {@link #current()} and {@link #rejected()} never wait.
 */
public final class LivePolicy {

    private static final Logger LOG = Logger.getLogger(LivePolicy.class);

    private final Path file;
    private final Map<String, String> kinds;
    private final List<Consumer<Policy>> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /**
     * @param policyHash of the content that gave the policy
     * @param seenHash of the content looked at last; the same when that was good
     */
    private record State(Policy policy, String policyHash, String seenHash, Optional<PolicyException> rejected) {}

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
        String hash = hash(content);
        this.state = new State(parse(content), hash, hash, Optional.empty());
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
     * Looks at the file and takes a good change. Cheap when nothing changed, so it can be asked often.
     *
     * @return whether another policy is in force now
     * @throws RuntimeException what listeners threw, joined; the policy is in force all the same and every listener was called
     */
    public boolean reload() {
        Optional<Policy> changed = look();
        changed.ifPresent(this::tell);
        return changed.isPresent();
    }

    private synchronized Optional<Policy> look() {
        State before = state;
        byte[] content;
        try {
            content = PolicyFile.content(file);
        } catch (PolicyException e) {
            reject(before, "", e);
            return Optional.empty();
        }
        String hash = hash(content);
        if (hash.equals(before.seenHash)) {
            return Optional.empty();
        }
        if (hash.equals(before.policyHash)) {
            state = new State(before.policy, hash, hash, Optional.empty());
            LOG.infof("policy file=%s is good again and unchanged", file);
            return Optional.empty();
        }
        try {
            Policy policy = parse(content);
            refuseRenamed(before.policy, policy, content);
            state = new State(policy, hash, hash, Optional.empty());
            if (policy.equals(before.policy)) {
                LOG.infof("policy file=%s was edited and means the same", file);
                return Optional.empty();
            }
            LOG.infof("policy file=%s changed and is in force", file);
            return Optional.of(policy);
        } catch (PolicyException e) {
            reject(before, hash, e);
            return Optional.empty();
        }
    }

    /** Who renames the instance in passing would have two hosts and two tags for one history. */
    private void refuseRenamed(Policy before, Policy changed, byte[] content) {
        if (!changed.instance().equals(before.instance())) {
            throw new PolicyException(
                    PolicyFile.problem(
                            file,
                            content,
                            "instance",
                            changed.instance(),
                            "cannot change from \"" + before.instance() + "\" to \"" + changed.instance()
                                    + "\" while Slackwater runs: every snapshot carries it as its host and its tag. Put \""
                                    + before.instance()
                                    + "\" back. If the new name is really meant, restart Slackwater:"
                                    + " snapshots of the old name stay restorable then, but retention never forgets them"),
                    "Put instance: " + before.instance() + " back into the policy; it is read again within seconds, and"
                            + " this alarm ends. Only when the new name is really meant: docker compose restart"
                            + " slackwater. Until then the last good policy stays in force.");
        }
    }

    private void reject(State before, String hash, PolicyException why) {
        boolean news = before.rejected.isEmpty()
                || !String.valueOf(before.rejected.get().getMessage()).equals(why.getMessage());
        state = new State(before.policy, before.policyHash, hash, Optional.of(why));
        if (news) {
            LOG.errorf("policy file=%s is not good, the last good one stays in force:%n%s", file, why.getMessage());
        }
    }

    private void tell(Policy policy) {
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

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
