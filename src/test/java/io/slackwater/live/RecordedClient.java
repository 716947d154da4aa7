package io.slackwater.live;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client that reads as many events as a test allows. */
final class RecordedClient implements Flow.Subscriber<LiveEvent> {

    final List<LiveEvent> heard = new CopyOnWriteArrayList<>();
    volatile int ends;
    volatile boolean overlapped;

    private final AtomicInteger inside = new AtomicInteger();
    private Flow.@Nullable Subscription stream;

    static RecordedClient of(EventStreams.Opening opening) {
        RecordedClient client = new RecordedClient();
        ((EventStreams.Opening.Open) opening).events().subscribe(client);
        return client;
    }

    RecordedClient reads(long events) {
        Objects.requireNonNull(stream).request(events);
        return this;
    }

    void leaves() {
        Objects.requireNonNull(stream).cancel();
    }

    /** The names of the events, in their order. */
    List<String> words() {
        return heard.stream().map(event -> event.kind().word()).toList();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        stream = subscription;
    }

    @Override
    public void onNext(LiveEvent event) {
        if (inside.incrementAndGet() > 1) {
            overlapped = true;
        }
        heard.add(event);
        inside.decrementAndGet();
    }

    @Override
    public void onError(Throwable e) {
        throw new AssertionError("a stream never fails", e);
    }

    @Override
    public void onComplete() {
        ends++;
    }
}
