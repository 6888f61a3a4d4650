package org.glmmsql.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models fitted last, because engines evaluate one expression more than once (H2 evaluates the arguments of a table function when
 * it prepares a statement and again when it runs it; DuckDB repeats an expression of the WHERE clause). Bounded by characters kept.
 */
final class FitMemo {
    record Key(String modelText, DataDigest data) {}

    private final long capacity;
    private final Map<Key, String> models = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param capacity number of characters kept at most */
    FitMemo(long capacity) {
        this.capacity = capacity;
    }

    synchronized @Nullable String get(Key key) {
        return models.get(key);
    }

    synchronized void put(Key key, String model) {
        String before = models.put(key, model);
        size += model.length() - (before == null ? 0 : before.length());
        for (var eldest = models.entrySet().iterator(); size > capacity && eldest.hasNext(); ) {
            size -= eldest.next().getValue().length();
            eldest.remove();
        }
    }

    synchronized void clear() {
        models.clear();
        size = 0;
    }
}
