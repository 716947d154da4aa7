package io.slackwater.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The settings of the sidecar. The environment sets them too: {@code SLACKWATER_DATA} for {@code data}. */
@ConfigMapping(prefix = "slackwater")
public interface SlackwaterConfig {

    /** The policy file. */
    @WithDefault("/config/policy.yml")
    String policyFile();

    /** The journal's directory; also scratch space for checks. */
    @WithDefault("/data")
    String data();

    /** Keys (in {@code keys/}) and tokens. */
    @WithDefault("/secrets")
    String secrets();

    /** restic's cache. */
    @WithDefault("/cache")
    String cache();

    /** The Docker Engine's socket. */
    @WithDefault("/var/run/docker.sock")
    String dockerSocket();

    /** The restic program. */
    @WithDefault("restic")
    String restic();

    /** The stack's directory on the host; when empty, Compose's label on Slackwater's container names it. */
    Optional<String> stackDir();

    /** The image of helper containers; when empty, the image of Slackwater's container. */
    Optional<String> helperImage();

    /** The address or name, and the port, of the internal endpoint for dumps: one network's only, or all (0.0.0.0). */
    @WithDefault("0.0.0.0")
    String internalHost();

    @WithDefault("8081")
    int internalPort();

    /** The internal endpoint, as Backrest reaches it. */
    @WithDefault("http://slackwater:8081")
    String streamUrl();

    /** The Backrest that shows and makes the backups. */
    BackrestSettings backrest();

    /** Without an address, Backrest is not used, and Slackwater runs restic itself. */
    interface BackrestSettings {

        /** For example {@code http://backrest:9898}. */
        Optional<String> url();

        @WithDefault("slackwater")
        String user();

        @WithDefault("/secrets/backrest.password")
        String passwordFile();

        /** The host name of Backrest's container; when empty, Docker's answer or the name in its address. */
        Optional<String> hostname();

        /**
         * The file with the header that authenticates Backrest's curl at the internal port. Backrest mounts it at the same path.
         */
        @WithDefault("/secrets/stream/header")
        String headerFile();

        /** The directory of the repositories' keys, as Backrest sees it. */
        @WithDefault("/secrets/keys")
        String keys();
    }

    /** The period of the beat. */
    @WithDefault("20s")
    String tick();
}
