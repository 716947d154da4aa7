package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes containers as Docker would report them. */
public final class ContainerBuilder {

    public static final String DIRECTORY = "/srv/shop";

    private final String project;
    private final String service;
    private String name;
    private String image;
    private int replica = 1;
    private boolean oneOff;
    private Container.State state = Container.State.RUNNING;
    private Instant startedAt = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Mount> mounts = new ArrayList<>();
    private final Set<Integer> ports = new TreeSet<>();
    private final Map<String, String> networks = new HashMap<>();
    private final Set<String> aliases = new TreeSet<>();
    private final Map<String, String> hosts = new HashMap<>();
    private final Set<Integer> published = new TreeSet<>();
    private List<String> command = List.of();

    private ContainerBuilder(String project, String service) {
        this.project = project;
        this.service = service;
        this.name = project.isEmpty() ? service : project + "-" + service + "-1";
        this.image = service;
        if (!project.isEmpty()) {
            labels.put("com.docker.compose.project.working_dir", DIRECTORY);
        }
    }

    public static ContainerBuilder service(String project, String service) {
        return new ContainerBuilder(project, service);
    }

    public static ContainerBuilder plain(String name) {
        return new ContainerBuilder("", name);
    }

    public ContainerBuilder image(String reference) {
        image = reference;
        return this;
    }

    public ContainerBuilder replica(int number) {
        replica = number;
        name = project + "-" + service + "-" + number;
        return this;
    }

    public ContainerBuilder oneOff() {
        oneOff = true;
        return this;
    }

    public ContainerBuilder state(Container.State now) {
        state = now;
        return this;
    }

    public ContainerBuilder startedAt(Instant at) {
        startedAt = at;
        return this;
    }

    public ContainerBuilder label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    public ContainerBuilder enabled() {
        return label("slackwater.enable", "true");
    }

    public ContainerBuilder env(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public ContainerBuilder port(int port) {
        ports.add(port);
        return this;
    }

    public ContainerBuilder network(String network, String address) {
        networks.put(network, address);
        return this;
    }

    public ContainerBuilder alias(String alias) {
        aliases.add(alias);
        return this;
    }

    /** A link or an extra host. */
    public ContainerBuilder host(String name, String container) {
        hosts.put(name, container);
        return this;
    }

    public ContainerBuilder publish(int port) {
        published.add(port);
        return this;
    }

    public ContainerBuilder command(String... words) {
        command = List.of(words);
        return this;
    }

    public ContainerBuilder volume(String volume, String destination) {
        return mount(Mount.Type.VOLUME, volume, "/var/lib/docker/volumes/" + volume + "/_data", destination, true);
    }

    public ContainerBuilder readOnlyVolume(String volume, String destination) {
        return mount(Mount.Type.VOLUME, volume, "/var/lib/docker/volumes/" + volume + "/_data", destination, false);
    }

    public ContainerBuilder bind(String source, String destination) {
        return mount(Mount.Type.BIND, null, source, destination, true);
    }

    public ContainerBuilder readOnlyBind(String source, String destination) {
        return mount(Mount.Type.BIND, null, source, destination, false);
    }

    public ContainerBuilder tmpfs(String destination) {
        return mount(Mount.Type.TMPFS, null, "", destination, true);
    }

    private ContainerBuilder mount(
            Mount.Type type,
            @org.jspecify.annotations.Nullable String volume,
            String source,
            String destination,
            boolean writable) {
        mounts.add(new Mount(type, volume, Path.of(source), destination, writable, "local"));
        return this;
    }

    public Container build() {
        return new Container(
                id(name),
                name,
                project,
                project.isEmpty() ? "" : service,
                oneOff,
                replica,
                image,
                "sha256:" + "0".repeat(64),
                state,
                Optional.empty(),
                startedAt,
                Map.copyOf(labels),
                Map.copyOf(environment),
                command,
                "",
                List.copyOf(mounts),
                Set.copyOf(ports),
                Map.copyOf(networks),
                Set.copyOf(aliases),
                Map.copyOf(hosts),
                Set.copyOf(published));
    }

    static String id(String name) {
        String hex = HexFormat.of().formatHex(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return (hex + "0".repeat(64)).substring(0, 64);
    }
}
