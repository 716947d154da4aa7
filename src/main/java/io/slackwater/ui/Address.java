package io.slackwater.ui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The address of a page with the parameters that it keeps. Immutable. */
public record Address(String path, Map<String, String> parameters) {

    public Address {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static Address of(String path) {
        return new Address(path, Map.of());
    }

    /** Sets a parameter; an empty value removes it. */
    Address with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.remove(name);
        if (!value.isEmpty()) {
            all.put(name, value);
        }
        return new Address(path, all);
    }

    /** A parameter that a hidden field of a form keeps. */
    public record Kept(String name, String value) {}

    /** The parameters, for the hidden fields of a form. */
    public List<Kept> kept() {
        return parameters.entrySet().stream()
                .map(one -> new Kept(one.getKey(), one.getValue()))
                .toList();
    }

    /** The encoded address. */
    @Override
    public String toString() {
        return parameters.isEmpty()
                ? path
                : path
                        + parameters.entrySet().stream()
                                .map(one ->
                                        one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&", "?", ""));
    }
}
