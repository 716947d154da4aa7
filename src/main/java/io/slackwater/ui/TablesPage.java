package io.slackwater.ui;

import io.slackwater.kind.DumpedTable;
import java.util.List;

/**
 * The tables of a dump.
 *
 * @param id as restic shortens it
 * @param time when its data were captured
 * @param note how many tables there are
 * @param tables in the order of the dump
 */
public record TablesPage(String dataset, String whole, String id, Moment time, String note, List<DumpedTable> tables) {}
