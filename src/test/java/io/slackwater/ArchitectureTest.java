package io.slackwater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the arrows between the rooms: which room may use which other rooms. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slackwater");

    /** The rooms that belong to no kind, with the rooms that they may use. {@code app} may use all of them. */
    private static final Map<String, List<String>> SHARED = Map.ofEntries(
            Map.entry("policy", List.of()),
            Map.entry("journal", List.of()),
            Map.entry("docker", List.of()),
            Map.entry("stream", List.of()),
            Map.entry("signin", List.of()),
            Map.entry("audit", List.of("journal", "policy")),
            Map.entry("freeze", List.of("docker", "journal")),
            Map.entry("host", List.of("journal")),
            Map.entry("repository", List.of("policy")),
            Map.entry("discovery", List.of("docker", "policy")),
            Map.entry("capture", List.of("docker", "discovery", "journal", "repository", "stream")),
            Map.entry("kind", List.of("capture", "discovery", "docker", "journal", "repository")),
            Map.entry("trust", List.of("discovery", "journal", "policy", "repository")),
            Map.entry(
                    "run",
                    List.of(
                            "capture",
                            "discovery",
                            "docker",
                            "freeze",
                            "journal",
                            "kind",
                            "policy",
                            "repository",
                            "stream",
                            "trust")),
            Map.entry("schedule", List.of("discovery", "docker", "journal", "policy", "run")),
            Map.entry("restore", List.of("discovery", "docker", "journal", "kind", "policy", "repository", "trust")),
            Map.entry("health", List.of("discovery", "journal", "policy")),
            Map.entry(
                    "alert",
                    List.of("backrest.reconcile", "discovery", "health", "host", "journal", "policy", "repository")),
            Map.entry("metrics", List.of("alert", "health", "host", "journal", "run", "trust")),
            Map.entry("alert.channel", List.of("alert", "health", "journal", "policy")),
            Map.entry(
                    "api",
                    List.of(
                            "alert",
                            "alert.channel",
                            "audit",
                            "backrest.reconcile",
                            "discovery",
                            "docker",
                            "health",
                            "journal",
                            "kind",
                            "live",
                            "policy",
                            "repository",
                            "restore",
                            "run",
                            "schedule",
                            "signin",
                            "trust")),
            Map.entry("live", List.of("health", "journal", "run", "trust")),
            Map.entry(
                    "ui",
                    List.of(
                            "alert",
                            "alert.channel",
                            "audit",
                            "discovery",
                            "docker",
                            "health",
                            "host",
                            "journal",
                            "kind",
                            "policy",
                            "repository",
                            "restore",
                            "run",
                            "schedule",
                            "signin",
                            "trust")),
            Map.entry("backrest.client", List.of()),
            Map.entry(
                    "backrest.reconcile",
                    List.of("backrest.client", "discovery", "docker", "journal", "policy", "repository")),
            Map.entry(
                    "backrest.engine",
                    List.of(
                            "backrest.client",
                            "backrest.reconcile",
                            "discovery",
                            "docker",
                            "journal",
                            "policy",
                            "repository",
                            "stream")),
            Map.entry(
                    "backrest.callbacks",
                    List.of(
                            "backrest.client",
                            "backrest.engine",
                            "backrest.reconcile",
                            "capture",
                            "discovery",
                            "docker",
                            "journal",
                            "policy",
                            "repository",
                            "run",
                            "signin",
                            "stream",
                            "trust")));

    /** What the room of each kind may use: never another kind. */
    private static final List<String> KINDS_MAY_USE =
            List.of("capture", "discovery", "docker", "journal", "kind", "policy", "repository", "stream");

    private static final Map<String, List<String>> MAY_USE = mayUse();

    private static Map<String, List<String>> mayUse() {
        Map<String, List<String>> rooms = new HashMap<>(SHARED);
        CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.slackwater.kind."))
                .forEach(name -> rooms.put(name.substring("io.slackwater.".length()), KINDS_MAY_USE));
        return rooms;
    }

    @Test
    void roomsUseOnlyTheRoomsThatTheyMayUse() {
        LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : MAY_USE.keySet()) {
            rooms = rooms.layer(room)
                    .definedBy(
                            "io.slackwater." + room + (Set.of("kind", "alert").contains(room) ? "" : ".."));
        }
        for (Map.Entry<String, List<String>> room : MAY_USE.entrySet()) {
            String[] used = room.getValue().toArray(String[]::new);
            rooms = used.length == 0
                    ? rooms.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                    : rooms.whereLayer(room.getKey()).mayOnlyAccessLayers(used);
        }
        rooms.check(CLASSES);
    }

    @Test
    void everyRoomHasAnEntryInTheListOfArrows() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals("io.slackwater"))
                        .map(name -> name.substring("io.slackwater.".length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(MAY_USE.keySet().stream(), Stream.of("app"))
                        .toList());
    }

    @Test
    void theArchitecturePageListsTheSameArrows() throws IOException {
        Map<String, Set<String>> page = new HashMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `([a-z.]+(?:\\.\\*)?)` \\|[^|]*\\| ([^|]*) \\|$")
                .matcher(Files.readString(Path.of("docs/architecture.md")));
        while (row.find()) {
            page.put(
                    row.group(1),
                    Pattern.compile("`([a-z.]+)`")
                            .matcher(row.group(2))
                            .results()
                            .map(room -> room.group(1))
                            .collect(Collectors.toSet()));
        }
        Map<String, Set<String>> arrows = new HashMap<>(Map.of("app", Set.of(), "kind.*", Set.copyOf(KINDS_MAY_USE)));
        SHARED.forEach((room, used) -> arrows.put(room, Set.copyOf(used)));
        assertThat(page).isEqualTo(arrows);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.slackwater.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheDockerRoomSeesDockerJava() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.slackwater.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(CLASSES);
    }

    @Test
    void onlyTheSignInRoomSeesPasswordHashesAndTokens() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.slackwater.signin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("at.favre.lib..", "org.jose4j..")
                .check(CLASSES);
    }

    @Test
    void onlyAppApiAndUiAreWiredByTheFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.slackwater.app..", "io.slackwater.api..", "io.slackwater.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "jakarta.ws.rs..", "io.quarkus..")
                .check(CLASSES);
    }

    @Test
    void portsHaveAtMostTwelveMethods() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isInterface)
                        .filter(port -> !port.isAnnotatedWith("io.smallrye.config.ConfigMapping"))
                        .filter(port -> port.getMethods().size() > 12)
                        .map(JavaClass::getName))
                .isEmpty();
    }

    /** A record may list all its fields. */
    @Test
    void constructorsHaveAtMostSevenParameters() {
        assertThat(CLASSES.stream()
                        .flatMap(type -> type.getConstructors().stream()
                                .filter(made -> made.getRawParameterTypes().size() > 7)
                                .filter(made -> !type.isRecord()
                                        || made.getRawParameterTypes().size()
                                                != type.reflect().getRecordComponents().length))
                        .map(JavaConstructor::getFullName))
                .isEmpty();
    }

    @Test
    void viewModelsOfTheApiUseNoTypeOfAnotherRoom() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getPackageName().equals("io.slackwater.api"))
                        .filter(JavaClass::isRecord)
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getType().getAllInvolvedRawTypes().stream()
                                .anyMatch(type -> type.getPackageName().startsWith("io.slackwater.")
                                        && !type.getPackageName().equals("io.slackwater.api")))
                        .map(JavaField::getFullName))
                .isEmpty();
    }

    @Test
    void resourcesAnswerWithTypesOfTheApiOnly() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.isAnnotatedWith("jakarta.ws.rs.Path"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith("jakarta.ws.rs.GET"))
                        .filter(method -> method.getReturnType().getAllInvolvedRawTypes().stream()
                                .anyMatch(type -> type.getPackageName().startsWith("io.slackwater.")
                                        && !type.getPackageName().equals("io.slackwater.api")))
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }

    @Test
    void noTwoClassesShareASimpleName() {
        Map<String, List<String>> named = CLASSES.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(named)
                .isNotEmpty()
                .allSatisfy((name, types) -> assertThat(types).as(name).hasSize(1));
    }

    @Test
    void noClassReadsTheSystemClock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .check(CLASSES);
    }

    @Test
    void noClassDecidesByTheMessageOfAnException() throws IOException {
        Pattern decision = Pattern.compile("getMessage\\(\\)\\)*\\s*\\.(contains|startsWith|endsWith|equals|matches)"
                + "|\\.(equals|matcher)\\([\\w.(]*getMessage\\(\\)");
        List<String> deciding = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                decision.matcher(Files.readString(file))
                        .results()
                        .forEach(found -> deciding.add(file.getFileName().toString()));
            }
        }
        assertThat(deciding).isEmpty();
    }

    @Test
    void everyTestNameIsInCamelCase() throws IOException {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            for (Path test : tests.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(test))
                        .as("%s", test)
                        .noneMatch(line -> line.matches(" +void \\w+_\\w*\\(.*"));
            }
        }
    }

    /** The figures are measured with the application's own libraries only. */
    @Test
    void benchmarksUseNoTestLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.slackwater.bench")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("org.awaitility..", "org.assertj..", "org.junit..")
                .check(new ClassFileImporter().importPackages("io.slackwater.bench", "io.slackwater.backrest"));
    }
}
