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

/** The ids of workloads, and the former ids of datasets. */
class DashedIdsTest {

    private static final WorkloadId DB = new WorkloadId("shop", "db");

    @Test
    void workloadIdsAreStableAcrossVersions() {
        assertThat(DB.value()).isEqualTo("shop-db");
        assertThat(new WorkloadId("my-stack", "open-webui").value()).isEqualTo("my-stack--open-webui");
        assertThat(new WorkloadId("a-b", "c").value()).isNotEqualTo(new WorkloadId("a", "b-c").value());
    }

    @Test
    void formerDatasetIdsAreDerivedAsBefore() {
        assertThat(DashedIds.of("shop", "db", "app")).isEqualTo("shop-db-app");
        assertThat(DashedIds.of("shop", "db", "My DB")).isEqualTo("shop--db--my-db--e4e2cf9e");
        assertThat(DashedIds.of("shop", "stack", "config")).isEqualTo("shop-stack-config");
        assertThat(DashedIds.of("slackwater-demo", "open-webui", "/app/backend/data"))
                .isEqualTo("slackwater-demo--open-webui---app-backend-data");
    }

    @Test
    void longNamesAreShortenedAndStayDistinct() {
        String one = DashedIds.of("shop", "db", "x".repeat(200) + "1");
        String two = DashedIds.of("shop", "db", "x".repeat(200) + "2");

        assertThat(one).hasSizeLessThanOrEqualTo(120).isNotEqualTo(two);
    }

    @Property
    void aDashedIdIsSafeBoundedAndStable(
            @ForAll("name") String project, @ForAll("name") String service, @ForAll("name") String data) {
        String id = DashedIds.of(project, service, data);

        assertThat(id).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?").hasSizeLessThanOrEqualTo(DashedIds.LONGEST);
        assertThat(DashedIds.of(project, service, data)).isEqualTo(id);
    }

    @Property(tries = 300)
    void differentNamesHaveDifferentIds(@ForAll("triples") List<List<String>> triples) {
        Map<String, List<String>> seen = new HashMap<>();
        for (List<String> names : triples) {
            List<String> other = seen.put(DashedIds.of(names.toArray(String[]::new)), names);
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
