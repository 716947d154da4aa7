package io.slackwater.kind.volume;

import io.slackwater.capture.SqliteTreeCheck;
import io.slackwater.capture.TreeCheck;
import io.slackwater.discovery.Dataset;
import io.slackwater.discovery.Evidence;
import io.slackwater.discovery.Evidence.Strength;
import io.slackwater.discovery.ImageName;
import io.slackwater.discovery.Kind;
import io.slackwater.discovery.KindProfile;
import io.slackwater.discovery.Method;
import io.slackwater.docker.Container;
import io.slackwater.kind.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Any other service: its volumes and bind mounts. Also the data directories of databases for which Slackwater has no
 * dump.
 */
public final class VolumeKind implements ServiceKind {

    public static final KindProfile PROFILE = new KindProfile(
            new Kind("volume"),
            "critical",
            List.of(Method.HOT, Method.FREEZE),
            Set.of(),
            Map.of("mysql", 3306, "mariadb", 3306, "mongo", 27017, "mongodb", 27017, "mssql", 1433, "sqlserver", 1433),
            Map.of(),
            Set.of());

    private static final Map<String, String> IMAGES = Map.ofEntries(
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

    private static final Map<String, String> MOUNTS = Map.of(
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

    @Override
    public KindProfile profile() {
        return PROFILE;
    }

    /** Recognises databases for which Slackwater has no dump. */
    @Override
    public Stream<Evidence> recognise(Container container) {
        ImageName image = ImageName.of(container.image());
        Stream<Evidence> images = Optional.ofNullable(IMAGES.get(image.last()))
                .or(() -> image.holds("mssql") ? Optional.of("SQL Server") : Optional.empty())
                .map(product -> database(Strength.SETTINGS, "the image is " + container.image(), product))
                .stream();
        Stream<Evidence> mounts = container.mounts().stream()
                .map(mount -> mount.destination())
                .filter(MOUNTS::containsKey)
                .map(at -> database(Strength.MOUNTS, "something is mounted at " + at, MOUNTS.getOrDefault(at, "")));
        return Stream.concat(images, mounts);
    }

    private static Evidence database(Strength strength, String why, String product) {
        return new Evidence(
                strength,
                why + ", which means " + product + ", and this version has no dump for " + product,
                Optional.of(product));
    }

    @Override
    public TreeCheck check(Dataset tree, Path scratch) {
        return new SqliteTreeCheck(tree, scratch);
    }
}
