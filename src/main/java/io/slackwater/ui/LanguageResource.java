package io.slackwater.ui;

import io.quarkus.security.Authenticated;
import io.slackwater.signin.ReturnPath;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Switches the language of the pages for this browser. */
@Path("/language")
@Authenticated
public class LanguageResource {

    private static final int A_YEAR = 365 * 24 * 3600;

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response choose(@FormParam("lang") @Nullable String lang, @FormParam("back") @Nullable String back) {
        if (lang == null || !Languages.KNOWN.contains(lang)) {
            throw PageProblem.invalid("lang", String.valueOf(lang), String.join(", ", Languages.KNOWN));
        }
        return Response.status(Response.Status.SEE_OTHER)
                .header("Location", ReturnPath.local(Optional.ofNullable(back)))
                .header(
                        "Set-Cookie",
                        Languages.COOKIE + "=" + lang + "; Path=/; Max-Age=" + A_YEAR
                                + "; Secure; HttpOnly; SameSite=Strict")
                .build();
    }
}
