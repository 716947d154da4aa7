package io.slackwater.docker;

import java.util.List;

/**
 * The options of a helper container. It runs {@code sleep} in Slackwater's own image, without network and with only the given
 * capabilities. Commands run in it through exec.
 *
 * @param purpose a word for its name and label: {@code probe}, {@code restore} …
 * @param binds in the form {@code source:destination[:ro]}; the source is a host path or a volume's name
 * @param capabilities for example {@code DAC_READ_SEARCH}
 */
public record HelperRequest(String purpose, List<String> binds, List<String> capabilities) {

    public HelperRequest {
        binds = List.copyOf(binds);
        capabilities = List.copyOf(capabilities);
    }
}
