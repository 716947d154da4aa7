package io.slackwater.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of a page that follow a line {@code <!-- test:NAME -->}, by name, exactly as a reader would copy them. */
public record MarkedBlocks(Path page, Map<String, String> blocks) {

    private static final Pattern BLOCK = Pattern.compile(
            "^<!-- test:([a-z-]+) -->\\n```(?:sh|yaml)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The blocks of one page. Two blocks of one name are an error. */
    public static MarkedBlocks of(Path page) throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher matcher = BLOCK.matcher(Files.readString(page));
        while (matcher.find()) {
            if (blocks.put(matcher.group(1), matcher.group(2)) != null) {
                throw new IllegalStateException(page + " has two blocks marked test:" + matcher.group(1));
            }
        }
        return new MarkedBlocks(page, blocks);
    }

    /** The text between its fences. */
    public String block(String name) {
        String block = blocks.get(name);
        if (block == null) {
            throw new IllegalStateException(page + " has no block marked test:" + name);
        }
        return block;
    }
}
