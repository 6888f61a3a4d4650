package org.glmmsql.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The values used last, as many as have room. Thread-safe. */
final class RecentValues<K, V> {
    private final long capacity;
    private final ToLongFunction<V> size;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * @param capacity sum of the sizes kept at most
     * @param size of one value
     */
    RecentValues(long capacity, ToLongFunction<V> size) {
        this.capacity = capacity;
        this.size = size;
    }

    synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    synchronized void put(K key, V value) {
        V before = values.put(key, value);
        used += size.applyAsLong(value) - (before == null ? 0 : size.applyAsLong(before));
        for (var eldest = values.entrySet().iterator(); used > capacity && eldest.hasNext(); ) {
            used -= size.applyAsLong(eldest.next().getValue());
            eldest.remove();
        }
    }

    synchronized void clear() {
        values.clear();
        used = 0;
    }
}
