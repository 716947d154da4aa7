package io.slackwater.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads an unknown trigger, cause or engine of a run as unreadable. Loss prevented: one damaged row would stop all
 * queries of runs, and with them the backups. The state of a run needs no such reading: the table checks it.
 */
final class UnreadableWords {

    private static final Logger LOG = Logger.getLogger(UnreadableWords.class);

    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private UnreadableWords() {}

    /** Makes a mapper that reads every word. */
    static ObjectMapper accept(ObjectMapper strict) {
        SimpleModule words = new SimpleModule();
        accept(words, EndCause.class, EndCause::name, EndCause.UNREADABLE);
        accept(words, Trigger.class, Trigger::word, Trigger.UNREADABLE);
        accept(words, EngineName.class, EngineName::word, null);
        return strict.copy().registerModule(words);
    }

    private static <E extends Enum<E>> void accept(
            SimpleModule module, Class<E> type, Function<E, String> word, @Nullable E unknown) {
        Map<String, E> known = Stream.of(type.getEnumConstants()).collect(Collectors.toMap(word, one -> one));
        module.addDeserializer(type, new StdDeserializer<E>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public @Nullable E deserialize(JsonParser json, DeserializationContext all) throws IOException {
                return known.getOrDefault(json.getText(), unknown);
            }
        });
    }

    /** Names the row in the log, once until Slackwater restarts. */
    static void report(ResultSet row, IllegalArgumentException reason) throws SQLException {
        String name = name(row);
        if (REPORTED.add(name)) {
            LOG.errorf(
                    "the journal has a word that cannot be read, so Slackwater shows the entry as unreadable entry=%s reason=\"%s\"",
                    name,
                    String.valueOf(reason.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Returns the id of the row; its first column when it has no id. */
    private static String name(ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (columns.getColumnLabel(i).equals("id")) {
                return String.valueOf(row.getString(i));
            }
        }
        return String.valueOf(row.getString(1));
    }
}
