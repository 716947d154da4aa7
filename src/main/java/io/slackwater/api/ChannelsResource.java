package io.slackwater.api;

import io.slackwater.alert.channel.Channels;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the channels of alarms, and sends test messages. */
@Path("/api/v1/alerts/channels")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class ChannelsResource {

    private final Channels channels;
    private final RequestAudit audit;

    public ChannelsResource(Channels channels, RequestAudit audit) {
        this.channels = channels;
        this.audit = audit;
    }

    /**
     * A channel, without secrets.
     *
     * @param type {@code webhook}, {@code email}, {@code telegram}, {@code ntfy} or {@code chat}
     * @param lastSent when the receiver last accepted a message; null before
     * @param failing since when it accepts no message; null when its last message was accepted
     * @param lastFailed when it last did not accept a message; null without a failure
     * @param lastFailure why; null without a failure
     * @param waiting how many notices it has not accepted yet
     * @param nextTry when it is tried again; null when the last message was accepted
     */
    public record ChannelView(
            String name,
            String type,
            @Nullable Instant lastSent,
            @Nullable Instant failing,
            @Nullable Instant lastFailed,
            @Nullable String lastFailure,
            int waiting,
            @Nullable Instant nextTry) {

        static ChannelView of(Channels.View channel) {
            return new ChannelView(
                    channel.name(),
                    channel.type(),
                    channel.lastSent().orElse(null),
                    channel.failing().orElse(null),
                    channel.lastFailed().orElse(null),
                    channel.lastFailure().isEmpty() ? null : channel.lastFailure(),
                    channel.waiting(),
                    channel.nextTry().orElse(null));
        }
    }

    /** The channels in the order of the policy. */
    @GET
    public List<ChannelView> channels() {
        return channels.views().stream().map(ChannelView::of).toList();
    }

    /** Sends a test message to a channel and waits for the answer of its receiver. */
    @POST
    @RolesAllowed("operator")
    @Path("/{name}/test")
    public void test(String name) throws InterruptedException {
        List<String> known = channels.views().stream().map(Channels.View::name).toList();
        if (!known.contains(name)) {
            throw RequestChecks.unknown("channel", name, known, "GET /api/v1/alerts/channels");
        }
        Optional<String> failure = channels.test(name);
        audit.append("test-channel", name, failure.isEmpty() ? "accepted" : "not accepted");
        if (failure.isPresent()) {
            throw new Problem(
                    502,
                    "Not accepted by the receiver",
                    "channel %s did not accept the test message: %s".formatted(name, failure.get()));
        }
    }
}
