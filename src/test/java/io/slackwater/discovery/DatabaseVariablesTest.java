package io.slackwater.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.slackwater.discovery.DatabaseVariable.Server;
import io.slackwater.discovery.DatabaseVariable.Unclear;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers an environment names. */
class DatabaseVariablesTest {

    private static final Map<String, Integer> SCHEMES = new Look().kinds().servers();

    private static List<DatabaseVariable> in(Map<String, String> environment) {
        List<DatabaseVariable> found = DatabaseVariables.in(environment, SCHEMES);
        assertThat(found.toString()).as("no user and no password").doesNotContain("s3", "et@", "webuser");
        return found;
    }

    private static String said(Map<String, String> environment) {
        return in(environment).stream()
                .map(one -> switch (one) {
                    case Server server -> server.host() + ":" + server.port();
                    case Unclear _ -> "unclear";
                })
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "postgresql://webuser:s3cret@db:5432/webui | db:5432",
                "postgres://db/webui | db:5432",
                "postgresql+asyncpg://webuser:s3cret@DB.example.com./webui?ssl=true | db.example.com:5432",
                "postgresql://webuser:s3cret@[fd00::2]:6432/webui | fd00::2:6432",
                "postgresql://u:s3cret@one:1,two:2/webui | one:1 two:2",
                "postgresql:///webui?host=db&port=1 | db:5432",
                "postgresql:///webui?hostaddr=10.0.0.5 | 10.0.0.5:5432",
                "postgresql://localhost/webui?hostaddr=10.0.0.5 | localhost:5432 10.0.0.5:5432",
                "postgresql://localhost/webui?host=db | localhost:5432 db:5432",
                "postgresql:///webui?host=/var/run/postgresql&hostaddr=10.0.0.5 | 10.0.0.5:5432",
                "postgresql:///webui?host=one:1&host=two:2 | one:1 two:2",
                "hostaddr=10.0.0.5 dbname=x sslrootcert=/x | 10.0.0.5:0",
                "host=one,two dbname=x | one:0 two:0",
                "jdbc:mysql://10.0.0.5/shop | 10.0.0.5:3306",
                "jdbc:sqlserver://db:1444;user=webuser;password=s3@et@x | db:1444",
                "mongodb+srv://u:s3cret@cluster0.example.net/x | cluster0.example.net:27017",
                "mariadb://host.docker.internal:3307/x | host.docker.internal:3307",
                "mysql2://webuser:s3cret@db/x | db:0",
                "cockroachdb://webuser:s3cret@db:26257/x | db:26257",
                "host=db port=5432 user=webuser password=s3cret dbname=x | db:0",
                "Server=tcp:db,1433;User Id=webuser;Password=s3cret | db:1433",
                "webuser:s3cret@tcp(db:3307)/x | db:3307",
                "webuser:s3@tcp(s3)/et@tcp(db:3307)/x?parseTime=true | db:3307",
                "user = webuser password = s3cret host = db | db:0",
                "mysql:dbname=x;host=db;port=3307 | db:0",
                "host=db user=webuser password= | db:0",
                "Server=db;User Id=webuser;Password= | db:0"
            })
    void aUrlNamesItsHostsAndNeverAPassword(String url, String servers) {
        assertThat(said(Map.of("DATABASE_URL", url))).isEqualTo(servers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:////app/backend/data/webui.db",
                "sqlite:data/s3@home.db",
                "sqlite+aiosqlite:///webui.db",
                "sqlite+sqlcipher://:s3cret@/data/webui.db",
                "sqlite://data/webui.db",
                "jdbc:sqlite:/data/x.db",
                "jdbc:h2:/data/x",
                "file:./dev.db",
                ":memory:",
                "/data/x@y.db",
                "postgresql:///webui?host=/var/run/postgresql",
                "postgresql:///webui",
                "postgresql://%2Fvar%2Frun/webui",
                "host=/var/run/postgresql dbname=x",
                "https://db.example.com/x",
                "webui.sqlite3?mode=rwc",
                "data/webui",
                "Data Source=webui.db;Version=3",
                "Data Source=/data/x",
                "Data Source=data/x;Password=a:b@c",
                ""
            })
    void aFileASocketAndAWebAddressNameNoServer(String url) {
        assertThat(in(Map.of("DATABASE_URL", url))).isEmpty();
        assertThat(in(Map.of("DATABASE_URL", url, "DATABASE_TYPE", "sqlite"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dbname=x user=webuser",
                "dbname=x user=webuser password=",
                "user=webuser password=s3cret dbname=x host=",
                "unix_socket=/run/mysqld.sock",
                "mysql:unix_socket=/run/mysqld.sock;dbname=x",
                "pgsql:dbname=x;user=webuser;password=s3cret",
                "Database=x;Username=webuser;Password=s3cret",
                "Data Source=x;Mode=Memory;Cache=Shared",
                "Data Source=x; Cache=Shared; mode = memory",
                "Data Source=:memory:",
                "Data Source=file:x?mode=memory&cache=shared"
            })
    void aConnectionStringWithoutAHostNamesNoServer(String url) {
        assertThat(in(Map.of("DATABASE_URL", url))).isEmpty();
        assertThat(in(Map.of("DATABASE_URL", url, "DATABASE_TYPE", "postgresql")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql+asyncpg://webuser:s3%40w@[::1",
                "postgresql://webuser:s3cret@${DB}/x",
                "postgresql://webuser:s3cret@db:s3/x",
                "postgresql:webuser:s3cret@db/x",
                "jdbc:mysql:loadbalance://db/x",
                "webuser:s3cret@db/x",
                "db:5432/x",
                "garbage",
                "${s3}",
                "${s3}/x",
                "user=webuser password='s3 host=et b' host=db",
                "user = webuser password = 's3\\' host=et@ b' host = 'db'",
                "user=webuser password=s3\\ host=et host=db",
                "user=webuser password=s3\\ host=et dbname=/s3",
                "password= host=s3 host=db",
                "password= host=s3",
                "password='s3;Server=et' host=db",
                "host=db user=webuser password=s3'c'ret",
                "Server=db;Password='s3;Server=et''s'",
                "Password=\"s3;Server=et\"\"s\";Server=db",
                "Driver={ODBC Driver 18};Pwd={s3;Server=et}}s};Server=tcp:db,1433;",
                "user=webuser password='s3 host=et b",
                "user=webuser password='s3;host=et",
                "password='s3\\';host=et",
                "user=webuser password='s3'x host=et",
                "password=\"s3 host=et b\" host=db",
                "host=db password=s3 host=et",
                "user=webuser dbname=x password=a;host=s3",
                "user=webuser password=a@tcp(s3)",
                "host=db password='a@tcp(s3)",
                "Server=db;Password=a;Server=s3",
                "Server=db;Password='a;Server=s3",
                "webuser:a@tcp(s3)/et@unix(/run/mysql.sock)/x",
                "host=a,s3,${DB}",
                "host=localhost hostaddr=10.0.0.5 dbname=x",
                "host=/var/run/postgresql hostaddr=10.0.0.5 dbname=x",
                "postgresql:///webui?service=shop",
                "postgresql:///webui?application_name=x&service=shop",
                "service=shop sslrootcert=/x",
                "Data Source=db;Initial Catalog=a/b",
                "service=shop dbname=x",
                "Data Source=db;Initial Catalog=x",
                "DataSource=db;Database=x",
                "Network Address=db;Database=x",
                "DSN=shop;Database=x",
                "dbname=postgresql://webuser:s3cret@db/x",
                "dbname=x ${s3}",
                "dbname=x password='s3",
                "Z2FyYmFnZQ=="
            })
    void aUrlThatCannotBeReadIsUnclearAndShowsNothingOfItself(String url) {
        assertThat(in(Map.of("DATABASE_URL", url))).containsExactly(new Unclear("DATABASE_URL"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://webuser:s3:c/r@et@db/webui",
                "postgresql://webuser:s3?c/r@et@db/webui",
                "postgresql://webuser:s3@et:w/X?#et@db/webui",
                "postgresql://webuser:s3@et/s3?et@db/webui",
                "postgresql://webuser:s3cret@db/x?application_name=webuser@home",
                "postgresql://db/webui?application_name=webuser@home",
                "jdbc:mysql://db/shop?user=webuser&password=s3@et@x",
                "postgresql://u:p@s3/X?a=b@db",
                "postgresql://webuser:p?s3@db/x",
                "postgresql://webuser:p#s3@db/x",
                "postgresql://db?password=p@s3"
            })
    void aUrlIsUnclearWhenAnUnescapedPasswordCouldLookLikeItsHost(String url) {
        assertThat(in(Map.of("DATABASE_URL", url))).containsExactly(new Unclear("DATABASE_URL"));
        assertThat(in(Map.of("DB_HOST", url))).containsExactly(new Unclear("DB_HOST"));
    }

    @Test
    void aHostIsUnclearWhenAnUnescapedPasswordCouldLookLikeIt() {
        assertThat(in(Map.of("DB_HOST", "webuser:p@s3/X@db"))).containsExactly(new Unclear("DB_HOST"));
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL, true",
        "PGVECTOR_DB_URL, true",
        "SQLALCHEMY_DATABASE_URI, true",
        "MONGO_URI, true",
        "AUTHENTIK_POSTGRESQL__URL, true",
        "SPRING_DATASOURCE_URL, true",
        "QUARKUS_DATASOURCE_JDBC_URL, true",
        "REDIS_URL, false",
        "WEBUI_URL, false",
        "DATABASE_URLS_HELP, false"
    })
    void onlyVariablesThatHoldTheUrlOfADatabaseCount(String variable, boolean counts) {
        assertThat(in(Map.of(variable, "postgres://db/x")))
                .hasSize(counts ? 1 : 0)
                .allMatch(one -> one.name().equals(variable));
    }

    @ParameterizedTest
    @CsvSource({
        "DB_HOST, true",
        "DATABASE_HOST, true",
        "DB_HOSTNAME, true",
        "WORDPRESS_DB_HOST, true",
        "DB_POSTGRESDB_HOST, true",
        "GITEA__database__HOST, true",
        "KC_DB_URL_HOST, true",
        "database__connection__host, true",
        "ME_CONFIG_MONGODB_SERVER, true",
        "PGHOST, true",
        "PGHOSTADDR, true",
        "POSTGRES_HOST_AUTH_METHOD, false",
        "MYSQL_ROOT_HOST, false",
        "REDIS_HOST, false",
        "HOST, false"
    })
    void aHostAloneNamesAServer(String variable, boolean counts) {
        assertThat(in(Map.of(variable, "db"))).isEqualTo(counts ? List.of(new Server(variable, "db", 0)) : List.of());
    }

    @Test
    void thePartsOfAUrlNameAServer() {
        assertThat(in(Map.of("DATABASE_TYPE", "postgresql", "DATABASE_HOST", "db")))
                .containsExactly(new Server("DATABASE_HOST", "db", 5432));
        assertThat(in(Map.of("DATABASE_TYPE", "mysql", "DATABASE_HOST", "db", "DATABASE_PORT", "3307")))
                .containsExactly(new Server("DATABASE_HOST", "db", 3307));
        assertThat(in(Map.of("DB_HOST", "db:3307"))).containsExactly(new Server("DB_HOST", "db", 3307));
        assertThat(in(Map.of("DB_HOST", "webuser:s3cret@db"))).containsExactly(new Server("DB_HOST", "db", 0));
        assertThat(in(Map.of("DB_HOST", "postgres://webuser:s3cret@db")))
                .containsExactly(new Server("DB_HOST", "db", 5432));
        assertThat(in(Map.of("DB_HOST", "user=webuser password='a,s3,b' host=db")))
                .containsExactly(new Unclear("DB_HOST"));
        assertThat(in(Map.of("DB_HOST", "${s3}"))).containsExactly(new Unclear("DB_HOST"));
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_TYPE, sqlite",
        "DATABASE_TYPE, sqlite+sqlcipher",
        "DATABASE_ENGINE, django.db.backends.sqlite3"
    })
    void theHostBesideATypeThatIsAFileNamesNoServer(String variable, String type) {
        assertThat(in(Map.of(variable, type, "DATABASE_HOST", "db"))).isEmpty();
        assertThat(in(Map.of(variable, type))).isEmpty();
    }

    @Test
    void aTypeAloneIsUnclearUnlessAnotherVariableSaysWhereTheDatabaseIs() {
        assertThat(in(Map.of("DATABASE_TYPE", "postgresql"))).containsExactly(new Unclear("DATABASE_TYPE"));
        assertThat(in(Map.of("DATABASE_TYPE", "postgresql", "DATABASE_HOST", "/var/run/postgresql")))
                .isEmpty();
        assertThat(in(Map.of("DATABASE_TYPE", "postgresql", "DATABASE_URL", "sqlite:///x")))
                .isEmpty();
    }

    @Test
    void variablesThatNameTheSameServerCountOnce() {
        assertThat(in(Map.of("DATABASE_URL", "postgres://db/x", "DB_HOST", "db", "DB_URL", "postgres://db:5433/x")))
                .containsExactly(new Server("DATABASE_URL", "db", 5432), new Server("DB_URL", "db", 5433));
    }

    /** Discovery runs on a virtual thread, whose stack is small at first. */
    @ParameterizedTest
    @ValueSource(strings = {"a=b ", "a=b;"})
    void aVeryLongConnectionStringNamesItsServer(String pair) throws Exception {
        FutureTask<List<DatabaseVariable>> task =
                new FutureTask<>(() -> in(Map.of("DATABASE_URL", "host=db" + pair.charAt(3) + pair.repeat(30_000))));
        Thread.ofVirtual().start(task);
        assertThat(task.get()).containsExactly(new Server("DATABASE_URL", "db", 0));
    }
}
