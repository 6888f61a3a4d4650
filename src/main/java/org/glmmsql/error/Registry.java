package org.glmmsql.error;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Things a model text asks for by name: families, links, covariance structures, laws. Case and white space do not matter.
 *
 * @param <T> the things
 */
public final class Registry<T> {
    private final String kind;
    private final List<String> names;
    private final Map<String, T> byKey = new LinkedHashMap<>();

    /**
     * @param kind what they are called in a message
     * @param name the canonical name of one
     */
    public Registry(String kind, Function<T, String> name, List<T> entries) {
        this.kind = kind;
        this.names = entries.stream().map(name).toList();
        entries.forEach(entry -> byKey.put(key(name.apply(entry)), entry));
    }

    /** Canonical names in the order of registration. */
    public List<String> names() {
        return names;
    }

    /** @throws GlmmException UNKNOWN_FAMILY with all names and the nearest spelling */
    public T get(String name) {
        T entry = byKey.get(key(name));
        if (entry == null) {
            throw new GlmmException(
                    ErrorCode.UNKNOWN_FAMILY,
                    "unknown " + kind + " '" + Excerpt.of(name) + "'; " + Suggestion.among(name, names));
        }
        return entry;
    }

    private static String key(String name) {
        return name.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
