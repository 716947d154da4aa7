package io.slackwater.repository;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The running restic processes of the sidecar. Safe for use by several threads. */
final class RunningRestics {

    private final Map<Long, String> uriByPid = new ConcurrentHashMap<>();

    void started(long pid, String uri) {
        uriByPid.put(pid, uri);
    }

    void ended(long pid) {
        uriByPid.remove(pid);
    }

    /** Whether this pid is a restic of the sidecar on that repository. */
    boolean works(long pid, String uri) {
        return uri.equals(uriByPid.get(pid));
    }

    boolean isOurs(long pid) {
        return uriByPid.containsKey(pid);
    }
}
