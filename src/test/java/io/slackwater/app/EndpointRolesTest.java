package io.slackwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.security.Authenticated;
import io.slackwater.api.RequestChecks;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each endpoint has the intended role. All endpoints are in two rooms: {@code ArchitectureTest}. */
class EndpointRolesTest {

    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("GET /health", "all"),
            Map.entry("GET /", "viewer"),
            Map.entry("GET /datasets/{id}", "viewer"),
            Map.entry("GET /datasets/{id}/files", "viewer"),
            Map.entry("GET /snapshots/{id}", "viewer"),
            Map.entry("GET /snapshots/{id}/tables", "viewer"),
            Map.entry("GET /api/v1/snapshots/{id}/tables", "viewer"),
            Map.entry("POST /snapshots/{id}/download", "operator"),
            Map.entry("POST /datasets/{id}/backup", "operator"),
            Map.entry("GET /runs/{id}", "viewer"),
            Map.entry("POST /runs/{id}/cancel", "operator"),
            Map.entry("GET /workloads/{id}", "viewer"),
            Map.entry("POST /workloads/{id}/backup", "operator"),
            Map.entry("GET /alarms", "viewer"),
            Map.entry("POST /alarms/acknowledge", "operator"),
            Map.entry("POST /alarms/test", "operator"),
            Map.entry("GET /repositories", "viewer"),
            Map.entry("POST /repositories/check", "operator"),
            Map.entry("GET /schedule", "viewer"),
            Map.entry("GET /coverage", "viewer"),
            Map.entry("GET /policy", "viewer"),
            Map.entry("GET /audit", "admin"),
            Map.entry("POST /audit/verify", "admin"),
            Map.entry("GET /events", "viewer"),
            Map.entry("POST /language", "signed in"),
            Map.entry("GET /login", "all"),
            Map.entry("POST /login", "all"),
            Map.entry("POST /logout", "all"),
            Map.entry("GET /api/v1/session", "signed in"),
            Map.entry("GET /api/v1/session/authorize", "signed in"),
            Map.entry("GET /api/v1/workloads", "viewer"),
            Map.entry("GET /api/v1/datasets", "viewer"),
            Map.entry("GET /api/v1/datasets/{id}", "viewer"),
            Map.entry("POST /api/v1/datasets/{id}/acknowledge", "operator"),
            Map.entry("GET /api/v1/coverage", "viewer"),
            Map.entry("GET /api/v1/plans", "viewer"),
            Map.entry("GET /api/v1/repositories", "viewer"),
            Map.entry("POST /api/v1/repositories/{id}/check", "operator"),
            Map.entry("GET /api/v1/snapshots", "viewer"),
            Map.entry("GET /api/v1/snapshots/{id}/files", "viewer"),
            Map.entry("GET /api/v1/datasets/{id}/files", "viewer"),
            Map.entry("PUT /api/v1/snapshots/{id}/pin", "operator"),
            Map.entry("DELETE /api/v1/snapshots/{id}/pin", "operator"),
            Map.entry("DELETE /api/v1/snapshots/{id}", "admin"),
            Map.entry("POST /api/v1/snapshots/delete", "admin"),
            Map.entry("GET /api/v1/maintenance", "viewer"),
            Map.entry("GET /api/v1/maintenance/{id}", "viewer"),
            Map.entry("POST /api/v1/repositories/{id}/prune", "admin"),
            Map.entry("POST /api/v1/plans/{id}/forget", "admin"),
            Map.entry("POST /repositories/prune", "admin"),
            Map.entry("POST /repositories/forget", "admin"),
            Map.entry("GET /datasets/{id}/delete", "admin"),
            Map.entry("POST /datasets/{id}/delete", "admin"),
            Map.entry("POST /alarms/unacknowledge", "operator"),
            Map.entry("POST /datasets/{id}/pin", "operator"),
            Map.entry("POST /datasets/{id}/unpin", "operator"),
            Map.entry("GET /api/v1/schedule", "viewer"),
            Map.entry("GET /api/v1/alarms", "viewer"),
            Map.entry("POST /api/v1/alarms/{key}/acknowledge", "operator"),
            Map.entry("DELETE /api/v1/alarms/{key}/acknowledge", "operator"),
            Map.entry("GET /api/v1/alerts/channels", "viewer"),
            Map.entry("POST /api/v1/alerts/channels/{name}/test", "operator"),
            Map.entry("GET /api/v1/verdicts", "viewer"),
            Map.entry("GET /api/v1/backrest", "viewer"),
            Map.entry("DELETE /api/v1/backrest/plans/{id}", "admin"),
            Map.entry("GET /api/v1/audit", "admin"),
            Map.entry("GET /api/v1/audit/chain", "admin"),
            Map.entry("POST /api/v1/audit/chain", "admin"),
            Map.entry("GET /api/v1/runs", "viewer"),
            Map.entry("GET /api/v1/runs/{id}", "viewer"),
            Map.entry("POST /api/v1/runs", "operator"),
            Map.entry("DELETE /api/v1/runs/{id}", "operator"),
            Map.entry("GET /api/v1/restores", "viewer"),
            Map.entry("GET /api/v1/restores/{id}", "viewer"),
            Map.entry("POST /api/v1/restores", "operator"),
            Map.entry("POST /restores/plan", "admin"),
            Map.entry("POST /restores", "admin"),
            Map.entry("GET /restores/{id}", "viewer"),
            Map.entry("POST /api/v1/restores/in-place/plan", "admin"),
            Map.entry("POST /api/v1/restores/in-place", "admin"));

    @Test
    void everyEndpointNamesItsRole() {
        Map<String, String> found = new TreeMap<>();
        room().forEach(resource -> resource.getMethods()
                .forEach(method -> verb(method)
                        .ifPresent(verb -> found.put(verb + " " + path(resource, method), who(resource, method)))));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(MEANT);
    }

    @Test
    void everyApiEndpointIsDocumentedWithItsRole() throws IOException {
        String page = Files.readString(java.nio.file.Path.of("docs/api.md"));
        MEANT.forEach((endpoint, role) -> {
            if (endpoint.contains("/api/")) {
                assertThat(page)
                        .containsPattern("\\| `" + Pattern.quote(endpoint) + "(\\?[^`]*)?` \\| " + role + " \\|");
            }
        });
    }

    private static JavaClasses room() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.slackwater.api", "io.slackwater.ui");
    }

    /**
     * The framework answers an unreadable number or enum with "404 Not found". {@link RequestChecks} gives the reason.
     */
    @Test
    void everyParameterIsReadAsText() {
        List<String> typed = new ArrayList<>();
        room().forEach(resource -> resource.getMethods().stream()
                .filter(method -> verb(method).isPresent())
                .flatMap(method -> method.getParameters().stream())
                .filter(parameter -> parameter.getRawType().isPrimitive()
                        || parameter.getRawType().isEnum()
                        || parameter.getRawType().isAssignableTo(Number.class)
                        || parameter.getRawType().isAssignableTo(Boolean.class))
                .forEach(parameter -> typed.add(parameter.getDescription())));
        assertThat(typed).isEmpty();
    }

    private static Optional<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .flatMap(annotation -> annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class).stream())
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(JavaClass resource, JavaMethod method) {
        String path = Stream.of(resource.tryGetAnnotationOfType(Path.class), method.tryGetAnnotationOfType(Path.class))
                .flatMap(Optional::stream)
                .map(one -> one.value().replaceAll("^/|/$", ""))
                .filter(one -> !one.isEmpty())
                .reduce("", (one, next) -> one + "/" + next);
        return path.isEmpty() ? "/" : path;
    }

    /** A method's annotation takes precedence over the annotation of its class. */
    private static String who(JavaClass resource, JavaMethod method) {
        return Stream.of(
                        method.tryGetAnnotationOfType(RolesAllowed.class).map(EndpointRolesTest::word),
                        method.tryGetAnnotationOfType(PermitAll.class).map(any -> "all"),
                        method.tryGetAnnotationOfType(Authenticated.class).map(any -> "signed in"),
                        resource.tryGetAnnotationOfType(RolesAllowed.class).map(EndpointRolesTest::word),
                        resource.tryGetAnnotationOfType(Authenticated.class).map(any -> "signed in"))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("nobody was named");
    }

    private static String word(RolesAllowed roles) {
        return String.join(" or ", roles.value());
    }
}
