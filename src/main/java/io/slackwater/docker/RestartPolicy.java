package io.slackwater.docker;

/**
 * Docker's restart policy of a container.
 *
 * @param name {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure}
 * @param retries the most restarts of {@code on-failure}; 0 for any number
 */
public record RestartPolicy(String name, int retries) {

    public static final RestartPolicy NO = new RestartPolicy("no", 0);
}
