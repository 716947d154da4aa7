package io.slackwater.discovery;

import io.slackwater.docker.Container;
import io.slackwater.docker.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides from what Docker knows of a container what kind of service it is. Pure. What it leaves open is decided by {@link KindProbe}.
 */
final class KindRecognition {

    /** Image names that are the server itself: never by part of a name, or {@code postgres-exporter} would be a database. */
    private static final Map<String, Kind> IMAGES = Map.ofEntries(
            Map.entry("postgres", Kind.POSTGRES),
            Map.entry("postgresql", Kind.POSTGRES),
            Map.entry("pgvector", Kind.POSTGRES),
            Map.entry("pgvecto-rs", Kind.POSTGRES),
            Map.entry("timescaledb", Kind.POSTGRES),
            Map.entry("timescaledb-ha", Kind.POSTGRES),
            Map.entry("postgis", Kind.POSTGRES),
            Map.entry("redis", Kind.REDIS),
            Map.entry("redis-stack", Kind.REDIS),
            Map.entry("redis-stack-server", Kind.REDIS),
            Map.entry("valkey", Kind.REDIS),
            Map.entry("valkey-bundle", Kind.REDIS),
            Map.entry("open-webui", Kind.OPEN_WEBUI),
            Map.entry("ollama", Kind.OLLAMA));

    private static final Map<String, String> COPIED_IMAGES = Map.ofEntries(
            Map.entry("mysql", "MySQL"),
            Map.entry("mysql-server", "MySQL"),
            Map.entry("mariadb", "MariaDB"),
            Map.entry("percona", "Percona Server"),
            Map.entry("percona-server", "Percona Server"),
            Map.entry("mongo", "MongoDB"),
            Map.entry("mongodb", "MongoDB"),
            Map.entry("mongodb-community-server", "MongoDB"),
            Map.entry("influxdb", "InfluxDB"),
            Map.entry("clickhouse", "ClickHouse"),
            Map.entry("clickhouse-server", "ClickHouse"),
            Map.entry("elasticsearch", "Elasticsearch"),
            Map.entry("opensearch", "OpenSearch"),
            Map.entry("qdrant", "Qdrant"),
            Map.entry("weaviate", "Weaviate"),
            Map.entry("milvus", "Milvus"),
            Map.entry("chroma", "Chroma"),
            Map.entry("neo4j", "Neo4j"),
            Map.entry("cassandra", "Cassandra"),
            Map.entry("couchdb", "CouchDB"),
            Map.entry("etcd", "etcd"),
            Map.entry("meilisearch", "Meilisearch"),
            Map.entry("typesense", "Typesense"),
            Map.entry("cockroach", "CockroachDB"),
            Map.entry("surrealdb", "SurrealDB"),
            Map.entry("questdb", "QuestDB"));

    private static final Map<String, String> COPIED_MOUNTS = Map.of(
            "/var/lib/mysql", "MySQL or MariaDB",
            "/data/db", "MongoDB",
            "/var/lib/clickhouse", "ClickHouse",
            "/var/lib/influxdb", "InfluxDB",
            "/var/lib/influxdb2", "InfluxDB",
            "/usr/share/elasticsearch/data", "Elasticsearch",
            "/usr/share/opensearch/data", "OpenSearch",
            "/qdrant/storage", "Qdrant",
            "/var/lib/cassandra", "Cassandra",
            "/var/opt/mssql", "SQL Server");

    private static final List<String> POSTGRES_VARIABLES =
            List.of("POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE", "POSTGRES_DB", "POSTGRES_USER");

    private KindRecognition() {}

    sealed interface Recognition {

        /** @param onlyCopied the product's name when it is a database that we cannot dump */
        record Known(Kind kind, Optional<String> onlyCopied, List<String> because) implements Recognition {
            public Known {
                because = List.copyOf(because);
            }
        }

        /** Looks like one of these, or like nothing we know when there are none: ask the container. */
        record Unsure(List<Kind> hints, List<String> because) implements Recognition {
            public Unsure {
                hints = List.copyOf(hints);
                because = List.copyOf(because);
            }
        }
    }

    static Recognition of(Container container, Optional<Kind> label) {
        if (label.isPresent()) {
            return known(label.get(), "kind " + label.get() + ": by the label slackwater.kind");
        }
        ImageName image = ImageName.of(container.image());
        Kind byImage = IMAGES.get(image.last());
        if (byImage != null) {
            return known(byImage, "kind " + byImage + ": the image is " + container.image());
        }
        if (container.environment().containsKey("PGDATA")) {
            return known(Kind.POSTGRES, "kind postgres: the environment has PGDATA, as PostgreSQL images set it");
        }
        for (String word : container.command()) {
            String program = word.substring(word.lastIndexOf('/') + 1);
            if (Set.of("redis-server", "valkey-server").contains(program)) {
                return known(Kind.REDIS, "kind redis: its command runs " + program);
            }
        }
        Optional<String> copied = Optional.ofNullable(COPIED_IMAGES.get(image.last()))
                .or(() -> image.holds("mssql") ? Optional.of("SQL Server") : Optional.empty());
        if (copied.isPresent()) {
            return copied(copied.get(), "the image is " + container.image());
        }
        return byMounts(container);
    }

    private static Recognition byMounts(Container container) {
        List<Kind> hints = new ArrayList<>();
        List<String> because = new ArrayList<>();
        for (Mount mount : container.mounts()) {
            String at = mount.destination();
            String copied = COPIED_MOUNTS.get(at);
            if (copied != null) {
                return copied(copied, "something is mounted at " + at);
            }
            boolean postgres = at.startsWith("/var/lib/postgresql") || at.startsWith("/bitnami/postgresql");
            if (postgres
                    && (container.exposedPorts().contains(5432)
                            || variable(container).isPresent())) {
                return known(
                        Kind.POSTGRES, "kind postgres: something is mounted at " + at + " and it looks like a server");
            }
            if (at.endsWith("/.ollama") && container.exposedPorts().contains(11434)) {
                return known(Kind.OLLAMA, "kind ollama: something is mounted at " + at + " and it listens on 11434");
            }
            if (at.equals("/app/backend/data")
                    && container.environment().keySet().stream()
                            .anyMatch(name -> name.startsWith("WEBUI_") || name.equals("DATA_DIR"))) {
                return known(
                        Kind.OPEN_WEBUI,
                        "kind open-webui: something is mounted at " + at + " and its settings are there");
            }
            hint(postgres, Kind.POSTGRES, "something is mounted at " + at, hints, because);
            hint(at.endsWith("/.ollama"), Kind.OLLAMA, "something is mounted at " + at, hints, because);
            hint(at.equals("/app/backend/data"), Kind.OPEN_WEBUI, "something is mounted at " + at, hints, because);
        }
        variable(container).ifPresent(name -> hint(true, Kind.POSTGRES, "its environment has " + name, hints, because));
        hint(container.exposedPorts().contains(5432), Kind.POSTGRES, "its image exposes port 5432", hints, because);
        hint(container.exposedPorts().contains(6379), Kind.REDIS, "its image exposes port 6379", hints, because);
        hint(container.exposedPorts().contains(11434), Kind.OLLAMA, "its image exposes port 11434", hints, because);
        return new Recognition.Unsure(hints.stream().distinct().toList(), because);
    }

    private static Optional<String> variable(Container container) {
        return POSTGRES_VARIABLES.stream()
                .filter(container.environment()::containsKey)
                .findFirst();
    }

    private static void hint(boolean holds, Kind kind, String why, List<Kind> hints, List<String> because) {
        if (holds) {
            hints.add(kind);
            because.add("perhaps " + kind + ": " + why);
        }
    }

    private static Recognition known(Kind kind, String because) {
        return new Recognition.Known(kind, Optional.empty(), List.of(because));
    }

    private static Recognition copied(String product, String why) {
        return new Recognition.Known(
                Kind.VOLUME,
                Optional.of(product),
                List.of("kind volume: " + why + ", which is " + product + ", and this version has no dump for that"));
    }
}
