package io.slackwater.audit;

import io.slackwater.policy.ChannelPolicy;
import io.slackwater.policy.CronSchedule;
import io.slackwater.policy.Policy;
import io.slackwater.policy.QuietHours;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of a policy by their keys, such as {@code plans.critical.schedule}. The components of the policy's records
 * have the names of the keys in the file.
 *
 * @param values the values that may be shown
 * @param secrets the web addresses: a person who knows such an address can send messages to it
 */
public record PolicyKeys(Map<String, String> values, Map<String, String> secrets) {

    /** The name of an entry is part of its key already. */
    private static final String ENTRY_NAME = "id";

    public static PolicyKeys of(Policy policy) {
        PolicyKeys keys = new PolicyKeys(new TreeMap<>(), new TreeMap<>());
        keys.add("", policy);
        return keys;
    }

    private void add(String key, Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(present -> add(key, present));
            case Collection<?> none when none.isEmpty() -> {}
            case Map<?, ?> entries -> entries.forEach((name, entry) -> add(below(key, String.valueOf(name)), entry));
            case CronSchedule schedule -> values.put(key, schedule.toString());
            case QuietHours hours -> values.put(key, hours.toString());
            case ChannelPolicy.Destination to -> {
                // Its keys stand beside the other keys of the channel.
                String channel = key.substring(0, key.lastIndexOf('.'));
                values.put(below(channel, "type"), to.type().word());
                components(channel, (Record) to);
            }
            case Record one -> components(key, one);
            case URI address -> secrets.put(key, address.toString());
            default -> values.put(key, text(value));
        }
    }

    private void components(String key, Record one) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            if (!component.getName().equals(ENTRY_NAME)) {
                add(below(key, component.getName()), value(one, component));
            }
        }
    }

    private static Object value(Record one, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(one);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the policy's " + component + " cannot be read", e);
        }
    }

    private static String below(String key, String name) {
        return key.isEmpty() ? name : key + "." + name;
    }

    private static String text(Object value) {
        return switch (value) {
            case Collection<?> all -> texts(all.stream());
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            case Duration duration -> duration.toString().substring(2).toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }

    private static String texts(Stream<?> all) {
        return all.map(PolicyKeys::text).sorted().collect(Collectors.joining(", ", "[", "]"));
    }
}
