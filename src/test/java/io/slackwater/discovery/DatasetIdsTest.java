package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetIdsTest {

    private static final WorkloadId DB = new WorkloadId("shop", "db");
    private static final WorkloadId WEBUI = new WorkloadId("slackwater-demo", "open-webui");

    /** The names that the kind of these services chooses. */
    private static final Set<String> OWN = Set.of("roles", "data");

    /** All names that make an id. */
    private record Names(Form form, String project, String service, String data) {

        String id() {
            return form.id.apply(new WorkloadId(project, service), data);
        }
    }

    private enum Form {
        DATABASE(DatasetIdsTest::database),
        TREE(DatasetIds::tree),
        OWN(DatasetIds::own),
        CONFIG((workload, data) -> DatasetIds.ofProject(workload.project(), "config"));

        private final BiFunction<WorkloadId, String, String> id;

        Form(BiFunction<WorkloadId, String, String> id) {
            this.id = id;
        }
    }

    private static String database(WorkloadId workload, String name) {
        return DatasetIds.database(workload, name, OWN);
    }

    @Test
    void plainNamesAreKept() {
        assertThat(database(DB, "app")).isEqualTo("shop.db.app");
        assertThat(database(DB, "my_app_2")).isEqualTo("shop.db.my_app_2");
        assertThat(DatasetIds.own(DB, "roles")).isEqualTo("shop.db.roles");
        assertThat(DatasetIds.own(WEBUI, "data")).isEqualTo("slackwater-demo.open-webui.data");
        assertThat(DatasetIds.ofProject("slackwater-demo", "config")).isEqualTo("slackwater-demo.config");
    }

    @Test
    void aDirectoryOfSeveralPlainNamesNeedsNoHash() {
        assertThat(DatasetIds.tree(new WorkloadId("ops", "grafana"), "/var/lib/grafana"))
                .isEqualTo("ops.grafana.var-lib-grafana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data", "/var/lib/my-app", "/root/.ollama", "/a/B", "/a//b", "/a/", "/"})
    void anAmbiguousDirectoryNameHasAHash(String destination) {
        assertThat(DatasetIds.tree(DB, destination)).matches("shop\\.db\\.[a-z-]+--[0-9a-f]{8}");
    }

    @Test
    void datasetIdsAreStableAcrossVersions() {
        assertThat(database(DB, "My DB")).isEqualTo("shop.db.my-db--9e6fd65d");
        assertThat(database(new WorkloadId("shop", "api.v2"), "app")).isEqualTo("shop.api-v2--de7b5f2e.app");
        assertThat(DatasetIds.tree(new WorkloadId("shop", "files"), "/data")).isEqualTo("shop.files.data--fced7c40");
    }

    @Test
    void oddDatabaseNamesHaveDifferentIds() {
        List<String> ids = Stream.of(
                        "my_db",
                        "my-db",
                        "My DB",
                        "a=b",
                        "a-b",
                        "we ird-DB",
                        "new\nline",
                        "ünïcode",
                        "…",
                        "-",
                        "",
                        "/data",
                        "data",
                        "Data",
                        "roles",
                        "users",
                        "rdb",
                        "models",
                        "config",
                        "a.b",
                        "..",
                        "_",
                        "var-lib-grafana")
                .map(name -> database(DB, name))
                .toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("shop\\.db\\.[a-z0-9_-]+"));
        assertThat(ids).doesNotContain(DatasetIds.tree(DB, "/data"), DatasetIds.tree(DB, "/var/lib/grafana"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"roles", "data"})
    void aDatabaseNamedLikeOtherDataOfItsKindHasAHash(String name) {
        assertThat(database(DB, name)).startsWith("shop.db." + name + "--");
        assertThat(DatasetIds.database(DB, name, Set.of())).isEqualTo("shop.db." + name);
    }

    @Test
    void projectsAndServicesNeverCollide() {
        assertThat(database(new WorkloadId("a-b", "c"), "x")).isEqualTo("a-b.c.x");
        assertThat(database(new WorkloadId("a", "b-c"), "x")).isEqualTo("a.b-c.x");
        assertThat(database(new WorkloadId("a.b", "c"), "x")).isNotEqualTo(database(new WorkloadId("a", "b.c"), "x"));
    }

    @Test
    void longNamesAreShortenedAndStayDifferent() {
        String one = database(DB, "x".repeat(200) + "1");
        String two = database(DB, "x".repeat(200) + "2");

        assertThat(one).startsWith("shop.db.xxx").hasSizeLessThanOrEqualTo(120).isNotEqualTo(two);
        assertThat(database(DB, "x".repeat(100))).as("short enough").endsWith("x".repeat(100));
    }

    @Property
    void aDatasetIdIsASafeNameForFilesTagsAndPlans(@ForAll("anyNames") Names names) {
        assertThat(names.id())
                .matches("[a-z0-9][a-z0-9_-]*(\\.[a-z0-9_-]+){1,2}")
                .hasSizeLessThanOrEqualTo(DatasetIds.LONGEST)
                .isEqualTo(names.id());
    }

    @Property(tries = 300)
    void differentNamesHaveDifferentIds(@ForAll("nearNames") List<Names> several) {
        Map<String, Names> seen = new HashMap<>();
        for (Names names : several) {
            Names other = seen.put(names.id(), names);
            assertThat(other == null || other.equals(names))
                    .as("%s and %s have the id %s", other, names, names.id())
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<Names> anyNames() {
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(80),
                Arbitraries.strings().withChars("ab-_/ A=.").ofMaxLength(8));
        return names(name);
    }

    /** Few letters, so that names which nearly collide are common. */
    @Provide
    Arbitrary<List<Names>> nearNames() {
        Arbitrary<String> near = Arbitraries.oneOf(
                Arbitraries.strings().withChars("a-").ofMaxLength(4),
                Arbitraries.strings().withChars("aA-_./").ofMaxLength(5),
                Arbitraries.strings().withChars('a').ofMinLength(38).ofMaxLength(41),
                Arbitraries.of("roles", "rdb", "data", "/data", "/a", "/a/a", "a-a", "a--a", "config", "stack"));
        return names(near).list().ofSize(200);
    }

    private static Arbitrary<Names> names(Arbitrary<String> name) {
        Arbitrary<Names> free = Combinators.combine(Arbitraries.of(Form.DATABASE, Form.TREE), name, name, name)
                .as(Names::new);
        Arbitrary<Names> own = Combinators.combine(name, name, Arbitraries.of(OWN))
                .as((project, service, data) -> new Names(Form.OWN, project, service, data));
        return Arbitraries.oneOf(free, own, name.map(project -> new Names(Form.CONFIG, project, "", "")));
    }
}
