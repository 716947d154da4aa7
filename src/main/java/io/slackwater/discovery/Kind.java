package io.slackwater.discovery;

/** A kind of service, known by its word in labels and policy. Open: a new kind needs no change here. */
public record Kind(String word) {

    public static final Kind POSTGRES = new Kind("postgres");
    public static final Kind REDIS = new Kind("redis");
    public static final Kind OPEN_WEBUI = new Kind("open-webui");
    public static final Kind OLLAMA = new Kind("ollama");
    public static final Kind VOLUME = new Kind("volume");
    public static final Kind CONFIG = new Kind("config");

    @Override
    public String toString() {
        return word;
    }
}
