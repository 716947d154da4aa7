package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DatasetIdsTest {

    private static final WorkloadId DB = new WorkloadId("shop", "db");

    @Test
    void plain_names_stay_plain() {
        assertThat(DatasetIds.of("shop", "db", "app")).isEqualTo("shop-db-app");
        assertThat(DatasetIds.of("shop", "db", "roles")).isEqualTo("shop-db-roles");
        assertThat(DatasetIds.database(DB, "app")).isEqualTo("shop-db-app");
    }

    @Test
    void names_with_dashes_stay_readable_without_a_hash() {
        assertThat(DatasetIds.of("my-stack", "open-webui", "roles")).isEqualTo("my-stack--open-webui--roles");
    }

    @Test
    void a_path_of_plain_segments_needs_no_hash() {
        assertThat(DatasetIds.of("ai", "webui", "/app/backend/data")).isEqualTo("ai-webui--app-backend-data");
        assertThat(DatasetIds.of("ai", "open-webui", "/app/backend/data"))
                .isEqualTo("ai--open-webui---app-backend-data");
    }

    @Test
    void a_directory_and_a_database_of_the_same_name_stay_two() {
        assertThat(DatasetIds.of("shop", "db", "/data")).isNotEqualTo(DatasetIds.database(DB, "data"));
        assertThat(DatasetIds.of("shop", "d-b", "/data")).isNotEqualTo(DatasetIds.of("shop", "d-b", "data"));
        assertThat(DatasetIds.of("shop", "db", "/a/b")).isNotEqualTo(DatasetIds.of("shop", "db", "/a-b"));
    }

    @Test
    void difficult_database_names_get_distinct_ids() {
        List<String> ids =
                List.of("my_db", "my-db", "My DB", "a=b", "a-b", "we ird-DB", "new\nline", "ünïcode", "…", "-", "")
                        .stream()
                        .map(name -> DatasetIds.database(DB, name))
                        .toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9-]+"));
    }

    @Test
    void a_database_called_like_another_dataset_of_its_workload_stays_another() {
        assertThat(DatasetIds.database(DB, "roles"))
                .startsWith("shop--db--roles--")
                .isNotEqualTo(DatasetIds.of("shop", "db", "roles"));
        assertThat(DatasetIds.database(new WorkloadId("shop", "stack"), "config"))
                .isNotEqualTo(DatasetIds.of("shop", "stack", "config"));
    }

    @Test
    void projects_and_services_never_run_into_each_other() {
        assertThat(DatasetIds.of("a-b", "c", "x")).isNotEqualTo(DatasetIds.of("a", "b-c", "x"));
        assertThat(DatasetIds.of("one", "db", "app")).isNotEqualTo(DatasetIds.of("two", "db", "app"));
        assertThat(DatasetIds.of("a", "b-c")).isNotEqualTo(DatasetIds.of("a", "b", "c"));
    }

    @Test
    void an_id_never_changes_from_one_version_to_the_next() {
        assertThat(DatasetIds.of("shop", "db", "My DB")).isEqualTo("shop--db--my-db--e4e2cf9e");
    }

    @Test
    void long_names_are_cut_and_stay_distinct() {
        String one = DatasetIds.of("shop", "db", "x".repeat(200) + "1");
        String two = DatasetIds.of("shop", "db", "x".repeat(200) + "2");

        assertThat(one).hasSizeLessThanOrEqualTo(120).isNotEqualTo(two);
    }

    @Property
    void an_id_is_safe_bounded_and_the_same_each_time(
            @ForAll("name") String project, @ForAll("name") String service, @ForAll("name") String data) {
        String id = DatasetIds.of(project, service, data);

        assertThat(id).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?").hasSizeLessThanOrEqualTo(DatasetIds.LONGEST);
        assertThat(DatasetIds.of(project, service, data)).isEqualTo(id);
    }

    @Property(tries = 300)
    void different_names_have_different_ids(@ForAll("triples") List<List<String>> triples) {
        Map<String, List<String>> seen = new HashMap<>();
        for (List<String> names : triples) {
            List<String> other = seen.put(DatasetIds.of(names.toArray(String[]::new)), names);
            assertThat(other == null || other.equals(names))
                    .as("%s and %s share an id", other, names)
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<String> name() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(80),
                Arbitraries.strings().withChars("ab-_/ A=.").ofMaxLength(8));
    }

    /** Few letters, so that names which nearly collide are common. */
    @Provide
    Arbitrary<List<List<String>>> triples() {
        Arbitrary<String> near = Arbitraries.oneOf(
                Arbitraries.strings().withChars("a-").ofMaxLength(4),
                Arbitraries.strings().withChars("aA-_/").ofMaxLength(4),
                Arbitraries.of(Arrays.asList("roles", "rdb", "/a", "/a/a", "a", "a-a", "a--a")));
        return near.list().ofSize(3).list().ofSize(200);
    }
}
