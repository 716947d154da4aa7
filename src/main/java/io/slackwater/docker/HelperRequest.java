package io.slackwater.docker;

import java.util.List;

/**
 * The options of a helper container, which runs {@code sleep} in Slackwater's own image. It has no network and only the
 * given capabilities. Commands run in it by {@code docker exec}.
 *
 * @param purpose a word for its name and label, such as {@code probe} or {@code restore}
 * @param binds in the form {@code source:destination[:ro]}; the source is a host path or a volume's name
 * @param capabilities Linux capabilities, such as {@code DAC_READ_SEARCH}
 */
public record HelperRequest(String purpose, List<String> binds, List<String> capabilities) {

    public HelperRequest {
        binds = List.copyOf(binds);
        capabilities = List.copyOf(capabilities);
    }
}
