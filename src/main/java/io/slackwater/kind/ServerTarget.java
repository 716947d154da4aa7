package io.slackwater.kind;

import io.slackwater.discovery.Workload;
import java.time.Instant;

/**
 * A restore into a running server.
 *
 * @param restore the restore's id
 * @param database the name of the new database; empty when none was given
 * @param tablespaces whether everything goes into the tablespace that it was in; else into the server's default
 */
public record ServerTarget(String restore, Instant began, Workload workload, String database, boolean tablespaces) {}
