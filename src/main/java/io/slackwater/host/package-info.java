/**
 * Facts about the host: the disks that Slackwater needs, how fast they fill up, and the certificate of Nginx. Measures
 * and reads; raises no alarm. May use {@code journal}.
 */
@NullMarked
package io.slackwater.host;

import org.jspecify.annotations.NullMarked;
