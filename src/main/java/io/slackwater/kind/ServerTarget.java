package io.slackwater.kind;

import io.slackwater.discovery.Workload;
import java.time.Instant;

/**
 * The running server into which a restore puts a dump.
 *
 * @param restore the restore's id
 * @param workload the server's workload
 * @param database the new database's name; empty when the user gave none
 * @param tablespaces true to use the dump's tablespaces; false to use the server's default tablespace
 */
public record ServerTarget(String restore, Instant began, Workload workload, String database, boolean tablespaces) {}
