package io.slackwater.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * The settings of the sidecar. Environment variables set them too, for example {@code SLACKWATER_DATA} for {@code
 * data}.
 */
@ConfigMapping(prefix = "slackwater")
public interface SlackwaterConfig {

    /** The path of the policy file. */
    @WithDefault("/config/policy.yml")
    String policyFile();

    /** The directory of the journal and of temporary files. */
    @WithDefault("/data")
    String data();

    /** The directory of keys (in {@code keys/}) and tokens. */
    @WithDefault("/secrets")
    String secrets();

    /** The directory of restic's cache. */
    @WithDefault("/cache")
    String cache();

    /** The path of the Docker daemon's socket. */
    @WithDefault("/var/run/docker.sock")
    String dockerSocket();

    /** The path or name of the restic program. */
    @WithDefault("restic")
    String restic();

    /** The stack's directory on the host. When empty, it is read from Compose's label on Slackwater's container. */
    Optional<String> stackDir();

    /** The image of helper containers. When empty, it is the image of Slackwater's container. */
    Optional<String> helperImage();

    /** The address or name on which the internal port for dumps listens; 0.0.0.0 for all networks. */
    @WithDefault("0.0.0.0")
    String internalHost();

    @WithDefault("8081")
    int internalPort();

    /** The URL of the internal port, as Backrest reaches it. */
    @WithDefault("http://slackwater:8081")
    String streamUrl();

    /** The settings of the connection to Backrest. */
    BackrestSettings backrest();

    /** The settings of the connection to Backrest. Without an address, Slackwater runs restic itself. */
    interface BackrestSettings {

        /** Backrest's address, for example {@code http://backrest:9898}. */
        Optional<String> url();

        @WithDefault("slackwater")
        String user();

        @WithDefault("/secrets/backrest.password")
        String passwordFile();

        /**
         * The host name of Backrest's container. When empty, it is read from Docker or taken from Backrest's address.
         */
        Optional<String> hostname();

        /**
         * The path of the file with the header that authenticates Backrest's curl at the internal port. Backrest mounts
         * it at the same path.
         */
        @WithDefault("/secrets/stream/header")
        String headerFile();

        /** The directory of the repository keys, as Backrest sees it. */
        @WithDefault("/secrets/keys")
        String keys();
    }

    /** The format of the log on stdout. */
    @WithDefault("text")
    LogFormat logFormat();

    /** The level of Slackwater's own lines in the log. */
    @WithDefault("INFO")
    String logLevel();

    /** The format of the log. */
    enum LogFormat {
        TEXT,
        JSON
    }

    /** The period of the regular work: survey of Docker, due runs, alarms. */
    @WithDefault("20s")
    String tick();
}
