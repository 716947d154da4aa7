package io.slackwater.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.slackwater.docker.DockerException;
import io.slackwater.docker.DockerFailure;
import io.slackwater.journal.Journal;
import io.slackwater.kind.RestoreException;
import io.slackwater.signin.AuthenticationMethod;
import io.slackwater.signin.ProxySecret;
import io.slackwater.signin.Role;
import io.slackwater.signin.SignedIn;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemsTest {

    private final Problems problems = new Problems();

    private static void is(Response answer, int status, String detail) {
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(((Problem.Body) answer.getEntity()).detail()).contains(detail);
    }

    private Response json(String body) {
        return problems.json(catchThrowableOfType(
                JsonProcessingException.class,
                () -> new ObjectMapper().readValue(body, RestoresResource.RequestedTarget.class)));
    }

    @TempDir
    private Path directory;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journal.open(directory.resolve("j.db"), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aWrongBodyIsDescribedWithoutClassNames() {
        is(json("{\"volumes\":1}"), 400, "the body's field volumes is unknown");
        is(json("{\"volume\":[]}"), 400, "the body's field volume is unknown or has a value of the wrong type");
        is(json("{"), 400, "not valid JSON for this request");
    }

    @ParameterizedTest
    @CsvSource({"NOT_FOUND, 404", "FORBIDDEN, 403", "INVALID, 400", "FAILED, 409"})
    void aRefusedRestoreHasTheStatusOfItsReason(RestoreException.Reason reason, int status) {
        is(problems.restore(new RestoreException(reason, "It is so.")), status, "It is so.");
    }

    @Test
    void answersOfTheFrameworkBecomeProblemDocuments() {
        is(problems.problem(Problem.notYet("Wait.")), 503, "Wait.");
        is(problems.unavailable(new DockerException("Docker is away", DockerFailure.NO_ANSWER)), 503, "Docker is away");
        is(problems.forbidden(new ForbiddenException()), 403, "a higher role");
        is(problems.framework(new NotFoundException()), 404, "Not Found");
        is(problems.framework(new NotFoundException(new IllegalArgumentException())), 400, "the wrong type");
        is(problems.framework(new WebApplicationException(413)), 413, "1 MiB at most, and a field of a form 8 KiB");
        is(problems.framework(new WebApplicationException(415)), 415, "application/json");
        is(problems.other(new IllegalStateException("inner text")), 500, "an error inside Slackwater");
    }

    private SessionResource session(Optional<Role> role) {
        SecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setAnonymous(true)
                .addAttribute(SignedIn.ATTRIBUTE, new SignedIn("ann", role, AuthenticationMethod.PROXY))
                .build();
        SignInConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .build()
                .getConfigMapping(SignInConfig.class);
        Requests requests = new Requests(new ProxySecret(directory.resolve("proxy.secret")), config);
        return new SessionResource(identity, requests, new RequestAudit(journal.audit(), identity));
    }

    @Test
    void aSessionMayReachThePagesOfItsRole() {
        SessionResource operator = session(Optional.of(Role.OPERATOR));
        assertThat(operator.session()).isEqualTo(new SessionResource.SessionView("ann", "operator", "proxy"));
        assertThat(operator.answer("viewer", null).getStatus()).isEqualTo(204);
        assertThatThrownBy(() -> operator.answer("viewer", "admin"))
                .hasMessageContaining("your role operator is not enough");
        assertThatThrownBy(() -> operator.answer("root", null)).hasMessageContaining("there is no role root");
        assertThatThrownBy(() -> session(Optional.empty()).answer(null, null)).hasMessageContaining("none");
    }
}
