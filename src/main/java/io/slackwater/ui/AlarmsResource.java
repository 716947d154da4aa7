package io.slackwater.ui;

import io.slackwater.alert.Alarms;
import io.slackwater.alert.channel.Channels;
import io.slackwater.signin.ReturnPath;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves the page of alarms, acknowledges alarms and sends test alerts. */
@Path("/alarms")
@RolesAllowed("viewer")
@RunOnVirtualThread
public class AlarmsResource {

    private final PageAnswers answers;
    private final AlarmViews views;
    private final Alarms alarms;
    private final Channels channels;
    private final PageAudit audit;

    AlarmsResource(PageAnswers answers, AlarmViews views, Alarms alarms, Channels channels, PageAudit audit) {
        this.answers = answers;
        this.views = views;
        this.alarms = alarms;
        this.channels = channels;
        this.audit = audit;
    }

    @GET
    public Response alarms(@Context HttpServerRequest request) {
        AlarmsView view = views.view(
                AlarmsQuery.of(PageAnswers.values(request)),
                PageAnswers.values(request).apply("tested"),
                answers.texts(request));
        return answers.page(request, "alarms", frame -> Pages.alarms(frame, view));
    }

    @POST
    @Path("/acknowledge")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response acknowledge(@FormParam("key") @Nullable String key, @FormParam("back") @Nullable String back) {
        String name = String.valueOf(key);
        if (!alarms.acknowledge(name, audit.user())) {
            throw PageProblem.notFound("Alarm", name);
        }
        audit.append("acknowledge-alarm", name, "");
        return PageAnswers.seeOther(ReturnPath.local(Optional.ofNullable(back)));
    }

    @POST
    @Path("/unacknowledge")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response withdraw(@FormParam("key") @Nullable String key, @FormParam("back") @Nullable String back) {
        String name = String.valueOf(key);
        if (!alarms.withdrawAcknowledgement(name)) {
            throw PageProblem.notFound("Alarm", name);
        }
        audit.append("unacknowledge-alarm", name, "");
        return PageAnswers.seeOther(ReturnPath.local(Optional.ofNullable(back)));
    }

    /** Sends a test alert and waits for the answer of its receiver. The page then shows the outcome. */
    @POST
    @Path("/test")
    @RolesAllowed("operator")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response test(@FormParam("channel") @Nullable String channel) throws InterruptedException {
        String name = String.valueOf(channel);
        if (channels.views().stream().noneMatch(one -> one.name().equals(name))) {
            throw PageProblem.notFound("Channel", name);
        }
        Optional<String> failure = channels.test(name);
        audit.append("test-channel", name, failure.isEmpty() ? "accepted" : "not accepted");
        return PageAnswers.seeOther(Address.of("/alarms").with("tested", name) + "#channels");
    }
}
