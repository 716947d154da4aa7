package io.slackwater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the rooms: who may know whom. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slackwater");

    @Test
    void roomsKnowOnlyTheRoomsTheyMay() {
        LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String room : new String[] {
            "policy",
            "journal",
            "docker",
            "discovery",
            "stream",
            "capture",
            "freeze",
            "repository",
            "backrest",
            "run",
            "schedule",
            "restore",
            "observe",
            "signin",
            "web"
        }) {
            rooms = rooms.layer(room).definedBy("io.slackwater." + room + "..");
        }
        rooms.whereLayer("policy")
                .mayNotAccessAnyLayer()
                .whereLayer("journal")
                .mayNotAccessAnyLayer()
                .whereLayer("docker")
                .mayNotAccessAnyLayer()
                .whereLayer("stream")
                .mayNotAccessAnyLayer()
                .whereLayer("discovery")
                .mayOnlyAccessLayers("policy", "docker")
                .whereLayer("capture")
                .mayOnlyAccessLayers("docker", "discovery", "stream")
                .whereLayer("freeze")
                .mayOnlyAccessLayers("docker", "journal")
                .whereLayer("repository")
                .mayOnlyAccessLayers("policy")
                .whereLayer("backrest")
                .mayOnlyAccessLayers("repository", "policy")
                .whereLayer("backrest")
                .mayOnlyBeAccessedByLayers("run", "web")
                .whereLayer("run")
                .mayOnlyAccessLayers(
                        "policy",
                        "journal",
                        "docker",
                        "discovery",
                        "stream",
                        "capture",
                        "freeze",
                        "repository",
                        "backrest")
                .whereLayer("schedule")
                .mayOnlyAccessLayers("run", "policy", "journal", "docker", "discovery")
                .whereLayer("restore")
                .mayOnlyAccessLayers("run", "capture", "repository", "policy", "journal", "docker", "discovery")
                .whereLayer("observe")
                .mayOnlyAccessLayers("journal", "policy", "discovery")
                .whereLayer("signin")
                .mayOnlyAccessLayers("policy")
                .whereLayer("web")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("io.slackwater.(*)..").should().beFreeOfCycles().check(CLASSES);
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
    void onlyTheWebRoomIsWiredByTheFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.slackwater.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "jakarta.ws.rs..", "io.quarkus..")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .check(CLASSES);
    }

    /** The figures are measured with the application's own libraries only. */
    @Test
    void whatMeasuresNeedsNoLibraryOfTheTests() {
        noClasses()
                .that()
                .resideInAPackage("io.slackwater.bench")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("org.awaitility..", "org.assertj..", "org.junit..")
                .check(new ClassFileImporter().importPackages("io.slackwater.bench", "io.slackwater.backrest"));
    }
}
