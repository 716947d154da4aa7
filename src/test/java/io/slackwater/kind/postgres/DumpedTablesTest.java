package io.slackwater.kind.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.kind.DumpedTable;
import org.junit.jupiter.api.Test;

/** The table of contents as pg_restore 17 prints it. */
class DumpedTablesTest {

    @Test
    void tablesAreListedInTheOrderOfTheDump() {
        String list = """
                ; Archive created at 2026-11-23 11:00:00 UTC
                ;     TOC Entries: 20
                3401; 1262 16384 DATABASE - app appowner
                220; 1259 16700 TABLE public orders appowner
                219; 1259 16690 TABLE shop <b> appowner
                221; 1259 16710 TABLE public my items appowner
                222; 1259 16720 TABLE public parent appowner
                223; 1259 16730 SEQUENCE public orders_id_seq appowner
                224; 1259 16740 VIEW public TABLE appowner
                3409; 0 0 TABLE ATTACH public child appowner
                3407; 0 0 ACL public TABLE orders appowner
                3408; 0 16700 TABLE DATA public orders appowner
                3410; 0 16690 TABLE DATA shop <b> appowner
                3411; 0 16710 TABLE DATA public my items appowner
                """;
        assertThat(DumpedTables.of(list))
                .containsExactly(
                        new DumpedTable("public.orders", true),
                        new DumpedTable("shop.<b>", true),
                        new DumpedTable("public my items appowner", true),
                        new DumpedTable("public.parent", false));
        assertThat(DumpedTables.of("")).isEmpty();
    }
}
