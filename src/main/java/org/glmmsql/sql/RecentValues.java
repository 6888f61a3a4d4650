package org.glmmsql.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/** The values used last, as many as have room together with their keys. Thread-safe. */
final class RecentValues<K, V> {
    /** Of an entry: its place in the table, and the objects around what is counted. */
    private static final long OVERHEAD = 200;

    private final long capacity;
    private final ToLongBiFunction<K, V> bytes;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    /**
     * @param capacity bytes kept at most
     * @param bytes that a key and its value hold
     */
    RecentValues(long capacity, ToLongBiFunction<K, V> bytes) {
        this.capacity = capacity;
        this.bytes = bytes;
    }

    /** Bytes of a text. */
    static long bytes(String text) {
        return 2L * text.length();
    }

    synchronized @Nullable V get(K key) {
        return values.get(key);
    }

    synchronized void put(K key, V value) {
        V before = values.put(key, value);
        used += size(key, value) - (before == null ? 0 : size(key, before));
        for (var eldest = values.entrySet().iterator(); used > capacity && eldest.hasNext(); ) {
            Map.Entry<K, V> entry = eldest.next();
            used -= size(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    private long size(K key, V value) {
        return OVERHEAD + bytes.applyAsLong(key, value);
    }

    /** Bytes kept. */
    synchronized long used() {
        return used;
    }

    synchronized void clear() {
        values.clear();
        used = 0;
    }
}
