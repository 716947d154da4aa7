package io.slackwater.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Docker's inspect document (Engine API, {@code GET /containers/{id}/json}) as a {@link Container}. */
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
                state(state),
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

    /** Empty when it has the host's own. */
    static String hostName(JsonNode document) {
        return document.path("Config").path("Hostname").asText("");
    }

    static boolean oneOff(Map<String, String> labels) {
        return Boolean.parseBoolean(labels.getOrDefault(ONE_OFF, ""));
    }

    private static Container.State state(JsonNode state) {
        return switch (state.path("Status").asText().toLowerCase(Locale.ROOT)) {
            case "created" -> Container.State.CREATED;
            case "running" -> Container.State.RUNNING;
            case "paused" -> Container.State.PAUSED;
            case "restarting" -> Container.State.RESTARTING;
            case "removing" -> Container.State.REMOVING;
            case "exited" -> Container.State.EXITED;
            default -> Container.State.DEAD;
        };
    }

    private static Optional<String> health(JsonNode state) {
        String health = state.path("Health").path("Status").asText("");
        return health.isEmpty() || "none".equals(health) ? Optional.empty() : Optional.of(health);
    }

    /** Docker says {@code 0001-01-01T00:00:00Z} for never. */
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

    private static Map<String, String> strings(JsonNode object) {
        Map<String, String> found = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> found.put(entry.getKey(), entry.getValue().asText("")));
        return Map.copyOf(found);
    }

    private static Map<String, String> environment(JsonNode list) {
        Map<String, String> found = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            String text = entry.asText();
            int equals = text.indexOf('=');
            if (equals > 0) {
                found.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return Map.copyOf(found);
    }

    private static List<String> command(JsonNode document) {
        List<String> command = new ArrayList<>();
        String path = document.path("Path").asText("");
        if (!path.isEmpty()) {
            command.add(path);
        }
        document.path("Args").forEach(argument -> command.add(argument.asText()));
        return List.copyOf(command);
    }

    private static List<Mount> mounts(JsonNode document) {
        Map<String, Mount> mounts = new LinkedHashMap<>();
        for (JsonNode mount : document.path("Mounts")) {
            String destination = mount.path("Destination").asText();
            Mount.Type type = switch (mount.path("Type").asText()) {
                case "volume" -> Mount.Type.VOLUME;
                case "bind" -> Mount.Type.BIND;
                case "tmpfs" -> Mount.Type.TMPFS;
                default -> Mount.Type.OTHER;
            };
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
        // Those of `--tmpfs` and compose's `tmpfs:` are not among the mounts.
        document.path("HostConfig").path("Tmpfs").properties().forEach(tmpfs -> {
            boolean writable = !List.of(tmpfs.getValue().asText("").split(",")).contains("ro");
            mounts.putIfAbsent(
                    tmpfs.getKey(), new Mount(Mount.Type.TMPFS, null, Path.of(""), tmpfs.getKey(), writable, ""));
        });
        return List.copyOf(mounts.values());
    }

    private static TreeSet<Integer> ports(JsonNode exposed) {
        TreeSet<Integer> ports = new TreeSet<>();
        exposed.fieldNames().forEachRemaining(port -> {
            if (port.endsWith("/tcp")) {
                ports.add(number(port.substring(0, port.length() - "/tcp".length())));
            }
        });
        return ports;
    }

    /** {@code Aliases} exist in every version of Docker, {@code DNSNames} in newer ones. */
    private static Set<String> aliases(JsonNode networks) {
        Set<String> aliases = new TreeSet<>();
        for (JsonNode network : networks) {
            network.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
            network.path("DNSNames").forEach(alias -> aliases.add(alias.asText()));
        }
        return Set.copyOf(aliases);
    }

    /** Docker writes a link {@code db:database}, or {@code /db:/webui/database}; an extra host {@code name:address} or {@code name=address}. */
    private static Map<String, String> hosts(JsonNode document) {
        Map<String, String> hosts = new LinkedHashMap<>();
        List<JsonNode> links =
                new ArrayList<>(List.of(document.path("HostConfig").path("Links")));
        document.path("NetworkSettings").path("Networks").forEach(network -> links.add(network.path("Links")));
        for (JsonNode list : links) {
            for (JsonNode link : list) {
                String[] parts = link.asText().split(":", 2);
                String alias = parts[parts.length - 1];
                hosts.put(
                        alias.substring(alias.lastIndexOf('/') + 1), parts[0].substring(parts[0].lastIndexOf('/') + 1));
            }
        }
        for (JsonNode extra : document.path("HostConfig").path("ExtraHosts")) {
            String[] parts = extra.asText().split("[:=]", 2);
            hosts.put(parts[0], parts[parts.length - 1]);
        }
        return hosts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        host -> host.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, second) -> first));
    }

    /** The configured bindings, which a stopped container also has. */
    private static Set<Integer> publishedPorts(JsonNode bindings) {
        Set<Integer> ports = new TreeSet<>();
        bindings.properties().forEach(binding -> {
            if (binding.getKey().endsWith("/tcp")) {
                binding.getValue()
                        .forEach(one -> ports.add(number(one.path("HostPort").asText(""))));
            }
        });
        return Set.copyOf(ports);
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
