package io.slackwater.freeze;

import io.slackwater.journal.Journal;
import io.slackwater.journal.Journal.LeaseRecord;
import io.slackwater.journal.JournalException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A journal that knows leases only, in memory, and can be told to fail. */
final class MemoryLeases implements InvocationHandler {

    final Set<String> failing = ConcurrentHashMap.newKeySet();
    final List<String> said = new CopyOnWriteArrayList<>();
    final Map<Long, LeaseRecord> open = new TreeMap<>();
    private long last;

    Journal journal() {
        return (Journal) Proxy.newProxyInstance(Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, this);
    }

    @Override
    public synchronized @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        if (failing.contains(method.getName())) {
            throw new JournalException("Cannot write the journal", new IOException("No space left on device"));
        }
        Object[] given = arguments == null ? new Object[0] : arguments;
        switch (method.getName()) {
            case "leaseIntended" -> {
                last++;
                open.put(last, (LeaseRecord) given[0]);
                said.add("intended");
                return last;
            }
            case "leaseFrozen" -> said.add("frozen");
            case "leaseThawed" -> {
                open.remove((Long) given[0]);
                said.add("thawed: " + given[1]);
            }
            case "openLeases" -> {
                List<LeaseRecord> records = new ArrayList<>();
                open.forEach((id, lease) -> records.add(new LeaseRecord(
                        id,
                        lease.run(),
                        lease.dataset(),
                        lease.containers(),
                        lease.intended(),
                        lease.bootId(),
                        lease.deadlineUptime(),
                        lease.frozen())));
                return records;
            }
            default -> throw new UnsupportedOperationException(Objects.toString(method));
        }
        return null;
    }
}
