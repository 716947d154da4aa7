package io.slackwater.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table row. A record has one column for each component; the column has the component's name in
 * snake_case. Times and durations are nanoseconds, an enum is its name or its {@code @JsonValue}, an empty Optional is
 * NULL.
 */
final class Columns {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(nanos())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** Makes the columns for all components of the records. */
    static Columns of(Record... records) {
        Columns columns = new Columns();
        for (Record one : records) {
            columns.values.putAll(MAPPER.convertValue(one, new TypeReference<Map<String, @Nullable Object>>() {}));
        }
        return columns;
    }

    /** Makes a record of column values. */
    static <T extends Record> T read(Class<T> type, Map<String, @Nullable Object> values) {
        return MAPPER.convertValue(values, type);
    }

    Columns with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** Omits a component that has no column in the table. */
    Columns without(String name) {
        values.remove(name);
        return this;
    }

    void insert(Sql sql, String table) throws SQLException {
        sql.update("INSERT INTO " + table + names() + " VALUES " + places(), parameters());
    }

    /** Inserts the row, or replaces the row with the same key. */
    void replace(Sql sql, String table) throws SQLException {
        sql.update("INSERT OR REPLACE INTO " + table + names() + " VALUES " + places(), parameters());
    }

    /** Updates these columns of the row with the id. */
    void update(Sql sql, String table, String id) throws SQLException {
        String change = "UPDATE " + table + " SET" + names() + " = " + places() + " WHERE id = ?";
        sql.update(change, with("id", id).parameters());
    }

    private String names() {
        return values.keySet().stream().collect(Collectors.joining("\", \"", " (\"", "\")"));
    }

    private String places() {
        return "(" + String.join(",", Collections.nCopies(values.size(), "?")) + ")";
    }

    private @Nullable Object[] parameters() {
        return values.values().toArray();
    }

    private static SimpleModule nanos() {
        SimpleModule module = new SimpleModule();
        number(module, Instant.class, Nanos::of, Nanos::instant);
        number(module, Duration.class, Duration::toNanos, Duration::ofNanos);
        return module;
    }

    private static <T> void number(SimpleModule module, Class<T> type, ToLongFunction<T> write, LongFunction<T> read) {
        module.addSerializer(type, new StdSerializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider all) throws IOException {
                json.writeNumber(write.applyAsLong(value));
            }
        });
        module.addDeserializer(type, new StdDeserializer<T>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public T deserialize(JsonParser json, DeserializationContext all) throws IOException {
                return read.apply(json.getLongValue());
            }
        });
    }
}
