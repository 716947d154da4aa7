package io.slackwater.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {

    private static void same(String one, String other) {
        assertThat(Cause.of(one)).isEqualTo(Cause.of(other));
    }

    private static void different(String one, String other) {
        assertThat(Cause.of(one)).isNotEqualTo(Cause.of(other));
    }

    @Test
    void causesThatDifferInTimesIdsLinesOrSizesAreEqual() {
        same(
                "Run 019c1a2b3c4d5e6f7a8b9c of plan critical ended at 2026-03-01T02:00:00Z: killed after 61s.",
                "Run 019c1a2b9999aaaabbbbcc of plan critical ended at 2026-03-02T02:00:07Z: killed after 7s.");
        same("policy.yml:3:5: unknown key 'a'", "policy.yml:12:1: unknown key 'a'");
        same("511 MiB are free; with less than 512 MiB", "9 MiB are free; with less than 512 MiB");
        same("10.0.0.7:8080 refused", "10.0.0.12:8080 refused");
    }

    @Test
    void causesWithOtherWordsOrNamesDiffer() {
        different("unknown key 'a'", "unknown key 'b'");
        different("cannot freeze shop-db1: gone", "cannot freeze shop-db2: gone");
        different("cannot freeze shop-1: gone", "cannot freeze shop-2: gone");
        different("PostgreSQL refused deadbeef", "PostgreSQL refused feedface");
    }
}
