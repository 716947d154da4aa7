package io.slackwater.backrest.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.slackwater.journal.FieldEdit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The public view of a field of a plan or repository. Texts that may hold a secret are masked, except Slackwater's own. */
final class MaskedField {

    private static final String MASK = "********";
    private static final int LONGEST = 600;

    /** A password in an address: {@code rest:https://user:password@host}. */
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@");

    /** The value that a flag or an environment line assigns. */
    private static final Pattern VALUE = Pattern.compile("(?s)[=\\s].*");

    /** Only these constants of Backrest are shown of a hook. */
    private static final List<String> WORDS = List.of("CONDITION_", "ON_ERROR_");

    private MaskedField() {}

    static FieldEdit edit(String field, JsonNode edited, JsonNode restored) {
        Set<String> own = new HashSet<>();
        if (!field.equals("env") && !field.equals("password") && !field.equals("uri")) {
            texts(restored, own);
        }
        return new FieldEdit(field, shown(field, edited, own), shown(field, restored, own));
    }

    private static void texts(JsonNode value, Set<String> texts) {
        if (value.isTextual()) {
            texts.add(value.textValue());
        }
        value.forEach(child -> texts(child, texts));
    }

    private static String shown(String field, JsonNode value, Set<String> own) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        UnaryOperator<String> mask = switch (field) {
            case "password" -> text -> text.isEmpty() ? "" : MASK;
            case "uri" -> text -> CREDENTIALS.matcher(text).replaceAll("//" + MASK + "@");
            case "env", "flags", "backup_flags" ->
                text -> own.contains(text)
                        ? text
                        : text.startsWith("-") || text.contains("=")
                                ? VALUE.matcher(text).replaceFirst("=" + MASK)
                                : MASK;
            case "hooks" -> text -> own.contains(text) || WORDS.stream().anyMatch(text::startsWith) ? text : MASK;
            default -> text -> text;
        };
        String json = masked(value, mask).toString();
        return json.length() <= LONGEST ? json : json.substring(0, LONGEST) + " ...";
    }

    private static JsonNode masked(JsonNode value, UnaryOperator<String> mask) {
        if (value.isTextual()) {
            return TextNode.valueOf(mask.apply(value.textValue()));
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(masked(item, mask)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(entry -> object.set(entry.getKey(), masked(entry.getValue(), mask)));
            return object;
        }
        return value;
    }
}
