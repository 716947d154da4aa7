package io.slackwater.docker;

import java.time.Instant;

/**
 * One start of a container.
 *
 * @param hostName its own host name; empty in the network of another container or of the host
 * @param startedAt when its main process started. A restarted container keeps its id
 */
public record RunningContainer(String id, String hostName, Instant startedAt) {}
