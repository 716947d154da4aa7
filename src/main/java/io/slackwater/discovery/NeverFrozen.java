package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.policy.Policy;
import io.slackwater.policy.RepositoryPolicy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which containers must never be paused or stopped, because backups need them: Slackwater, Backrest, proxies,
 * repository servers. Immutable. Safe for use by several threads.
 */
public record NeverFrozen(OwnEnvironment own, Policy policy) {

    /** Image names of services that may resolve the name of a remote repository or carry its traffic. */
    private static final Set<String> ON_THE_WAY = Set.of(
            "wireguard",
            "tailscale",
            "gluetun",
            "cloudflared",
            "pihole",
            "adguardhome",
            "unbound",
            "coredns",
            "dnsmasq",
            "traefik",
            "caddy",
            "haproxy",
            "nginx-proxy",
            "nginx-proxy-manager",
            "swag");

    /**
     * The host in an address after restic's scheme: {@code http://[user[:password]@]host}, {@code //user@host}, {@code
     * user@host:/path}, {@code host/bucket}.
     */
    private static final Pattern HOST = Pattern.compile("^(?:(?:[a-z0-9]+:)?//)?(?:[^@/]*@)?(\\[[^\\]]+]|[^:/]+)");

    /** The schemes of restic whose addresses name a host (restic documentation, "Preparing a new repository"). */
    private static final Set<String> NETWORKED = Set.of("rest", "s3", "sftp");

    /** Why this container is never paused or stopped, as a sentence; empty when it may be. */
    public Optional<String> reason(Container container) {
        if (own.owns(container)) {
            return Optional.of("it is Slackwater itself");
        }
        String role = container.labels().get(Container.ROLE_LABEL);
        if (role != null) {
            return Optional.of("backups need it (label " + Container.ROLE_LABEL + "=" + role + ")");
        }
        if (isBackrest(container)) {
            return Optional.of("it is Backrest, which runs backups itself");
        }
        List<RepositoryPolicy> far = policy.repositories().values().stream()
                .filter(repository -> repository.localPath().isEmpty())
                .toList();
        Optional<String> host = far.stream()
                .flatMap(repository -> host(repository.uri()).stream())
                .filter(container.addresses()::contains)
                .findFirst();
        if (host.isPresent()) {
            return Optional.of("it serves a repository (" + host.get() + " in the policy)");
        }
        if (!far.isEmpty()
                && ON_THE_WAY.contains(ImageName.of(container.image()).last())) {
            return Optional.of("the connection to a remote repository may need it (image " + container.image() + ")");
        }
        return Optional.empty();
    }

    /** Whether the container belongs to Slackwater or has the label {@code slackwater.role}. */
    boolean isOwn(Container container) {
        return own.owns(container) || container.labels().containsKey(Container.ROLE_LABEL);
    }

    static boolean isBackrest(Container container) {
        return ImageName.of(container.image()).last().equals("backrest");
    }

    /** The host to which restic connects; empty when the address names none, as for a bucket of a public cloud. */
    static Optional<String> host(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!NETWORKED.contains(scheme)) {
            return Optional.empty();
        }
        Matcher matcher = HOST.matcher(uri.substring(colon + 1));
        return matcher.find() ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}
