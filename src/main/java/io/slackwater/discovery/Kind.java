package io.slackwater.discovery;

/** The name of a kind of service in labels and in the policy, such as {@code postgres}. */
public record Kind(String word) {

    @Override
    public String toString() {
        return word;
    }
}
