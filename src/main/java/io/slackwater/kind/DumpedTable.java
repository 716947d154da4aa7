package io.slackwater.kind;

/**
 * A table in a dump.
 *
 * @param name with its schema, as the dump's own list has it
 * @param hasRows whether the dump has rows of it; a partitioned table has none of its own
 */
public record DumpedTable(String name, boolean hasRows) {}
