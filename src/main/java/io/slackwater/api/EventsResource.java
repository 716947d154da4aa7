package io.slackwater.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.slackwater.live.EventStreams;
import io.slackwater.live.EventStreams.Opening;
import io.slackwater.live.LiveEvent;
import io.slackwater.signin.AuthenticationMethod;
import io.slackwater.signin.Role;
import io.slackwater.signin.Sessions;
import io.slackwater.signin.SignedIn;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Streams what changes, so that an open page can update itself at once. */
@Path("/events")
@RolesAllowed("viewer")
public class EventsResource {

    /** Pages ask every 30 seconds without a stream, too. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(30);

    private static final long RECONNECT_MILLIS = 2000;

    private final EventStreams streams;
    private final Sessions sessions;
    private final Requests requests;
    private final SecurityIdentity identity;

    EventsResource(EventStreams streams, Sessions sessions, Requests requests, SecurityIdentity identity) {
        this.streams = streams;
        this.sessions = sessions;
        this.requests = requests;
        this.identity = identity;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(@Context HttpServerRequest request, @Context Sse sse) {
        SignedIn who = identity.getAttribute(SignedIn.ATTRIBUTE);
        EventStreams.Viewer viewer = new EventStreams.Viewer(
                who.name(),
                stillSignedIn(who, requests.session(request)),
                () -> request.response().reset());
        return switch (streams.open(viewer)) {
            case Opening.Open open -> {
                request.response().putHeader("X-Accel-Buffering", "no").putHeader("Cache-Control", "no-store");
                yield Multi.createFrom().publisher(open.events()).map(event -> line(event, sse));
            }
            case Opening.UserFull full ->
                throw Problem.full(
                        429,
                        "you have %d open streams of events, which is the limit; close other pages of Slackwater"
                                .formatted(full.limit()),
                        TRY_AGAIN);
            case Opening.Full full ->
                throw Problem.full(
                        503,
                        "%d streams of events are open, which is the limit; pages ask every 30 seconds instead"
                                .formatted(full.limit()),
                        TRY_AGAIN);
        };
    }

    /** Other sign-ins than sessions are checked when the client opens its next stream, some minutes later. */
    private BooleanSupplier stillSignedIn(SignedIn who, Optional<String> session) {
        return who.method() == AuthenticationMethod.SESSION
                ? () -> session.flatMap(sessions::peek)
                        .filter(user -> user.may(Role.VIEWER))
                        .isPresent()
                : () -> true;
    }

    private static OutboundSseEvent line(LiveEvent event, Sse sse) {
        return event.kind() == LiveEvent.Kind.HEARTBEAT
                ? sse.newEventBuilder()
                        .comment("alive")
                        .reconnectDelay(RECONNECT_MILLIS)
                        .build()
                : sse.newEventBuilder()
                        .name(event.kind().word())
                        .data(event.data())
                        .build();
    }
}
