package io.slackwater.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table row. A record has one column for each component; the column has the component's name in
 * snake_case. Times and durations are nanoseconds in a signed 64-bit number, which can be sorted. Times are exact from
 * 1677 to 2262. An enum is its name or its {@code @JsonValue}, an empty Optional is NULL, a list or map is JSON.
 */
final class Columns {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(times())
            .propertyNamingStrategy(SnakeCaseStrategy.INSTANCE)
            .build();

    /** Reads the rows that {@link #MAPPER} refuses because of an unknown word. */
    private static final ObjectMapper LENIENT = UnreadableWords.accept(MAPPER);

    private static final long A_SECOND = 1_000_000_000L;

    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** Writes a record as JSON, with the columns' names and values. */
    static String json(Record one) throws JsonProcessingException {
        return MAPPER.writeValueAsString(one);
    }

    /** Reads a record that {@link #json} wrote. */
    static <T extends Record> T parse(String json, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(json, type);
    }

    /** Reads a JSON array of a query. */
    static <T> List<T> parseList(String json, Class<T> type) {
        try {
            return MAPPER.readerForListOf(type).readValue(json);
        } catch (JsonProcessingException e) {
            throw new JournalException("The journal is damaged: a list of its entries is no valid JSON: " + json, e);
        }
    }

    /** Makes the columns for all components of the records. */
    static Columns of(Record... records) {
        Columns columns = new Columns();
        for (Record one : records) {
            columns.values.putAll(MAPPER.convertValue(one, new TypeReference<Map<String, @Nullable Object>>() {}));
        }
        return columns;
    }

    /**
     * Makes an object from a row. A component that is a record comes from the same row. For a type that is no record,
     * the first column is the value.
     */
    static <T> T read(Class<T> type, ResultSet row) throws SQLException {
        if (!type.isRecord()) {
            return MAPPER.convertValue(row.getObject(1), type);
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = SnakeCaseStrategy.INSTANCE.translate(component.getName());
            values.put(
                    name,
                    component.getType().isRecord()
                            ? read(component.getType(), row)
                            : parsed(component, row.getObject(name)));
        }
        try {
            return MAPPER.convertValue(values, type);
        } catch (IllegalArgumentException e) {
            T readable = LENIENT.convertValue(values, type);
            UnreadableWords.report(row, e);
            return readable;
        }
    }

    private static @Nullable Object parsed(RecordComponent component, @Nullable Object cell) {
        JavaType type = MAPPER.constructType(component.getGenericType());
        JavaType content = type.isReferenceType() ? type.getReferencedType() : type;
        if (!(cell instanceof String text) || !content.isContainerType() && !content.isRecordType()) {
            return cell;
        }
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new JournalException(
                    "The journal is damaged: its column %s is no valid JSON: %s".formatted(component.getName(), text),
                    e);
        }
    }

    /** Returns the form in which a column has the value: text, a number or NULL. Lists, maps and records are JSON. */
    static @Nullable Object cell(@Nullable Object value) {
        JsonNode json = MAPPER.valueToTree(value);
        return json.isContainerNode() ? json.toString() : MAPPER.convertValue(json, Object.class);
    }

    Columns with(String name, @Nullable Object value) {
        values.put(name, value);
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
        sql.update(
                change, Stream.concat(values.values().stream(), Stream.of(id)).toArray());
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

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), A_SECOND), time.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, A_SECOND), Math.floorMod(nanos, A_SECOND));
    }

    private static SimpleModule times() {
        SimpleModule module = new SimpleModule();
        number(module, Instant.class, Columns::nanos, Columns::instant);
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
