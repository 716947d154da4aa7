package io.slackwater.ui;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Answers a browser that asks for a page with a page, also when there is an error. */
@Singleton
public class ProblemPages {

    private static final Set<Integer> EXPLAINED = Set.of(400, 403, 404, 409, 500, 503);

    private final PageAnswers answers;

    ProblemPages(PageAnswers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    public Response problem(PageProblem problem, HttpServerRequest request) {
        return page(request, problem.status(), problem.text(answers.texts(request)), problem.near(), problem.href());
    }

    /** Replaces the problem document of an address that is no page of the API. */
    @ServerResponseFilter
    public void page(ContainerResponseContext answer, HttpServerRequest request) {
        int status = answer.getStatus();
        boolean problem = answer.getMediaType() != null
                && answer.getMediaType().getSubtype().equals("problem+json")
                && EXPLAINED.contains(status);
        if (!problem || !isPage(request)) {
            return;
        }
        Response page = page(request, status, answers.texts(request).of("problem" + status), "", "");
        answer.setEntity(page.getEntity());
        answer.getHeaders().putAll(page.getHeaders());
    }

    private Response page(HttpServerRequest request, int status, String text, String near, String href) {
        String title = answers.texts(request).of("problemTitle", String.valueOf(status));
        return answers.page(request, status, Pages.problem(answers.frame(request, title, ""), text, near, href));
    }

    private static boolean isPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        String path = String.valueOf(request.path());
        return accept != null
                && accept.contains("text/html")
                && !path.startsWith("/api/")
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.POST));
    }
}
