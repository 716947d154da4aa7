package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers an environment names. */
class DatabaseServerTest {

    private static final Map<String, Integer> SCHEMES = new Look().kinds().servers();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://webui:s3cret@db:5432/webui | db:5432",
                "postgres://db/webui | db:5432",
                "postgresql+asyncpg://webui:s3cret@DB.example.com./webui?ssl=true | db.example.com:5432",
                "postgresql://webui:s3:c/r@et@db/webui | db:5432",
                "postgresql://webui:s3cret@[fd00::2]:6432/webui | fd00::2:6432",
                "postgresql://u:s3cret@one:1,two:2/webui | one:1 two:2",
                "postgresql:///webui?host=db&port=1 | db:5432",
                "jdbc:mysql://10.0.0.5/shop | 10.0.0.5:3306",
                "mongodb+srv://u:s3cret@cluster0.example.net/x | cluster0.example.net:27017",
                "mariadb://host.docker.internal:3307/x | host.docker.internal:3307",
                "sqlite:////app/backend/data/webui.db | ''",
                "postgresql:///webui?host=/var/run/postgresql | ''",
                "postgresql://%2Fvar%2Frun/webui | ''",
                "https://db.example.com/x | ''",
                "'' | ''",
                "nonsense | ''"
            })
    void aDatabaseUrlNamesItsHostsAndNoPassword(String url, String servers) {
        assertThat(DatabaseServer.namedIn(Map.of("DATABASE_URL", url), SCHEMES).stream()
                        .map(one -> one.host() + ":" + one.port())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(servers);
        assertThat(DatabaseServer.namedIn(Map.of("DATABASE_URL", url), SCHEMES).toString())
                .doesNotContain("s3", "et@");
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, true",
        "PGVECTOR_DB_URL, true",
        "SQLALCHEMY_DATABASE_URI, true",
        "MONGO_URI, true",
        "REDIS_URL, false",
        "WEBUI_URL, false",
        "DATABASE_URLS_HELP, false"
    })
    void onlyVariablesThatHoldTheUrlOfADatabaseCount(String variable, boolean counts) {
        assertThat(DatabaseServer.namedIn(Map.of(variable, "postgres://db/x"), SCHEMES))
                .hasSize(counts ? 1 : 0)
                .allMatch(one -> one.variable().equals(variable));
    }

    @Test
    void thePartsOfAUrlNameAServerOfAKnownType() {
        assertThat(DatabaseServer.namedIn(Map.of("DATABASE_TYPE", "postgresql", "DATABASE_HOST", "db"), SCHEMES))
                .containsExactly(new DatabaseServer("DATABASE_HOST", "db", 5432));
        assertThat(DatabaseServer.namedIn(
                        Map.of("DATABASE_TYPE", "mysql", "DATABASE_HOST", "db", "DATABASE_PORT", "3307"), SCHEMES))
                .containsExactly(new DatabaseServer("DATABASE_HOST", "db", 3307));
        assertThat(DatabaseServer.namedIn(Map.of("DATABASE_TYPE", "sqlite", "DATABASE_HOST", "db"), SCHEMES))
                .isEmpty();
        assertThat(DatabaseServer.namedIn(Map.of("DATABASE_HOST", "db"), SCHEMES))
                .isEmpty();
    }
}
