package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts Docker's JSON description of a container (Engine API, {@code GET /containers/{id}/json}) into a {@link
 * Container}.
 */
final class ContainerDocument {

    static final String PROJECT = "com.docker.compose.project";
    static final String SERVICE = "com.docker.compose.service";
    private static final String ONE_OFF = "com.docker.compose.oneoff";
    private static final String NUMBER = "com.docker.compose.container-number";

    private ContainerDocument() {}

    static Container read(JsonNode document) {
        JsonNode config = document.path("Config");
        JsonNode state = document.path("State");
        Map<String, String> labels = strings(config.path("Labels"));
        String name = document.path("Name").asText();
        return new Container(
                document.path("Id").asText(),
                name.startsWith("/") ? name.substring(1) : name,
                labels.getOrDefault(PROJECT, ""),
                labels.getOrDefault(SERVICE, ""),
                oneOff(labels),
                number(labels.getOrDefault(NUMBER, "")),
                config.path("Image").asText(),
                document.path("Image").asText(),
                constant(Container.State.values(), state.path("Status").asText(), Container.State.DEAD),
                health(state),
                instant(state.path("StartedAt").asText()),
                labels,
                environment(config.path("Env")),
                command(document),
                config.path("WorkingDir").asText(""),
                mounts(document),
                ports(config.path("ExposedPorts")),
                networks(document),
                aliases(document.path("NetworkSettings").path("Networks")),
                hosts(document),
                publishedPorts(document.path("HostConfig").path("PortBindings")));
    }

    /** Reads an entry of Docker's list of containers. */
    static Survey.Uninspected uninspected(JsonNode one, String reason) {
        String id = one.path("Id").asText();
        // The alias of a link has a second slash.
        String name = texts(one.path("Names"))
                .filter(alias -> alias.lastIndexOf('/') <= 0)
                .map(alias -> alias.replace("/", ""))
                .findFirst()
                .orElse(id);
        Set<String> volumes = one.path("Mounts")
                .valueStream()
                .map(mount -> mount.path("Name").asText(""))
                .filter(volume -> !volume.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new Survey.Uninspected(id, name, strings(one.path("Labels")), volumes, reason);
    }

    /** The longest wait for a container with an endless grace (a stop timeout of -1). */
    private static final int LONG_GRACE = 300;

    /** Docker's defaults are a grace of 10 seconds, and 30 seconds between two health checks. */
    static StopSettings stopSettings(JsonNode document) {
        JsonNode host = document.path("HostConfig");
        JsonNode restart = host.path("RestartPolicy");
        String name = restart.path("Name").asText("");
        JsonNode config = document.path("Config");
        int grace = config.path("StopTimeout").asInt(10);
        long interval = config.path("Healthcheck").path("Interval").asLong(0);
        return new StopSettings(
                new RestartPolicy(
                        name.isEmpty() ? RestartPolicy.NO.name() : name,
                        restart.path("MaximumRetryCount").asInt(0)),
                Duration.ofSeconds(grace < 0 ? LONG_GRACE : grace),
                host.path("AutoRemove").asBoolean(),
                interval > 0 ? Duration.ofNanos(interval) : Duration.ofSeconds(30));
    }

    static RunningContainer running(JsonNode document) {
        return new RunningContainer(
                document.path("Id").asText(),
                document.path("Config").path("Hostname").asText(""),
                instant(document.path("State").path("StartedAt").asText()));
    }

    static boolean oneOff(Map<String, String> labels) {
        return Boolean.parseBoolean(labels.getOrDefault(ONE_OFF, ""));
    }

    /** The constant for a word of Docker; {@code other} for an unknown word. */
    private static <E extends Enum<E>> E constant(E[] all, String word, E other) {
        return Stream.of(all)
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(other);
    }

    private static Optional<String> health(JsonNode state) {
        String health = state.path("Health").path("Status").asText("");
        return health.isEmpty() || "none".equals(health) ? Optional.empty() : Optional.of(health);
    }

    /** Docker writes {@code 0001-01-01T00:00:00Z} for a time that never was. */
    private static Instant instant(String text) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            return at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    static Stream<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText);
    }

    static Map<String, String> strings(JsonNode object) {
        return object.propertyStream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().asText("")));
    }

    /** Reads a list of {@code NAME=value}. */
    private static Map<String, String> environment(JsonNode list) {
        return texts(list)
                .map(entry -> entry.split("=", 2))
                .filter(entry -> entry.length == 2 && !entry[0].isEmpty())
                .collect(Collectors.toUnmodifiableMap(entry -> entry[0], entry -> entry[1], (first, second) -> second));
    }

    private static List<String> command(JsonNode document) {
        Stream<String> path = Stream.of(document.path("Path").asText("")).filter(word -> !word.isEmpty());
        return Stream.concat(path, texts(document.path("Args"))).toList();
    }

    private static List<Mount> mounts(JsonNode document) {
        Map<String, Mount> mounts = new LinkedHashMap<>();
        for (JsonNode mount : document.path("Mounts")) {
            String destination = mount.path("Destination").asText();
            Mount.Type type = constant(Mount.Type.values(), mount.path("Type").asText(), Mount.Type.OTHER);
            mounts.put(
                    destination,
                    new Mount(
                            type,
                            type == Mount.Type.VOLUME ? mount.path("Name").asText() : null,
                            Path.of(
                                    type == Mount.Type.TMPFS
                                            ? ""
                                            : mount.path("Source").asText("")),
                            destination,
                            mount.path("RW").asBoolean(),
                            mount.path("Driver").asText("")));
        }
        // Docker does not list the mounts of `--tmpfs` and of compose's `tmpfs:` under Mounts.
        document.path("HostConfig").path("Tmpfs").properties().forEach(tmpfs -> {
            boolean writable = !List.of(tmpfs.getValue().asText("").split(",")).contains("ro");
            mounts.putIfAbsent(
                    tmpfs.getKey(), new Mount(Mount.Type.TMPFS, null, Path.of(""), tmpfs.getKey(), writable, ""));
        });
        return List.copyOf(mounts.values());
    }

    /** Reads the TCP ports, such as {@code 80/tcp}. Leaves out other protocols. */
    private static Set<Integer> ports(JsonNode exposed) {
        return exposed.propertyStream()
                .map(Map.Entry::getKey)
                .filter(port -> port.endsWith("/tcp"))
                .map(port -> number(port.substring(0, port.indexOf('/'))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Reads the names in {@code Aliases}, which every version of Docker has, and in {@code DNSNames}, which newer
     * versions have.
     */
    private static Set<String> aliases(JsonNode networks) {
        return networks.valueStream()
                .flatMap(network -> Stream.concat(texts(network.path("Aliases")), texts(network.path("DNSNames"))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads links ({@code db:database} or {@code /db:/webui/database}) and extra hosts ({@code name:address} or {@code
     * name=address}).
     */
    private static Map<String, String> hosts(JsonNode document) {
        JsonNode host = document.path("HostConfig");
        Stream<JsonNode> networks =
                document.path("NetworkSettings").path("Networks").valueStream();
        Stream<String[]> links = Stream.concat(Stream.of(host), networks)
                .flatMap(holder -> texts(holder.path("Links")))
                .map(link -> link.split(":", 2))
                .map(link -> new String[] {lastName(link[link.length - 1]), lastName(link[0])});
        return Stream.concat(links, texts(host.path("ExtraHosts")).map(extra -> extra.split("[:=]", 2)))
                .collect(Collectors.toUnmodifiableMap(
                        pair -> pair[0].toLowerCase(Locale.ROOT),
                        pair -> pair[pair.length - 1],
                        (first, last) -> last));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Reads the configured port bindings, because a stopped container has them too. */
    private static Set<Integer> publishedPorts(JsonNode bindings) {
        return bindings.propertyStream()
                .filter(binding -> binding.getKey().endsWith("/tcp"))
                .flatMap(binding -> binding.getValue().valueStream())
                .map(binding -> number(binding.path("HostPort").asText("")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, String> networks(JsonNode document) {
        Map<String, String> found = new LinkedHashMap<>();
        String mode = document.path("HostConfig").path("NetworkMode").asText("");
        if (mode.startsWith(Container.NETWORK_OF)) {
            found.put(mode, "");
        }
        document.path("NetworkSettings")
                .path("Networks")
                .properties()
                .forEach(network -> found.put(
                        network.getKey(), network.getValue().path("IPAddress").asText("")));
        return Map.copyOf(found);
    }
}
