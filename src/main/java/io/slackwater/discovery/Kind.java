package io.slackwater.discovery;

/** The name of a kind of service, as labels and the policy have it. */
public record Kind(String word) {

    @Override
    public String toString() {
        return word;
    }
}
