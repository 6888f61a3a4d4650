package org.glmmsql.engine.duckdb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.glmmsql.engine.RecentTexts;
import org.jspecify.annotations.Nullable;

/**
 * A text column of few values: a model is the same for many rows, or a few take turns after a join, and DuckDB then points to one copy of
 * each, or to few.
 */
final class RepeatedText {
    private static final RecentTexts RECENT = new RecentTexts();

    /** As many places of one chunk are remembered, and as many characters there. */
    private static final int PLACES = 64;

    private static final long CHARACTERS = Runtime.getRuntime().maxMemory() / 64;

    private final Vector vector;
    private final ByteBuffer data;

    private final Map<Place, String> texts = new HashMap<>();
    private long characters;

    /** The 16 bytes of a text: its length, and itself or its beginning and address. */
    private record Place(long first, long second) {}

    RepeatedText(Vector vector) {
        this.vector = vector;
        this.data = vector.data(16);
    }

    /** The first row after {@code from} whose text is kept elsewhere; equal 16 bytes are the same text. */
    int endOfRun(int from, int rows) {
        int to = from + 1;
        while (to < rows && vector.isValid(to) == vector.isValid(from) && (!vector.isValid(from) || isSame(from, to))) {
            to++;
        }
        return to;
    }

    private boolean isSame(int one, int other) {
        return place(one).equals(place(other));
    }

    private Place place(int row) {
        return new Place(data.getLong(16 * row), data.getLong(16 * row + 8));
    }

    /** The same String for the same text. */
    @Nullable
    String text(int row) {
        if (!vector.isValid(row)) {
            return null;
        }
        Place place = place(row);
        String text = texts.get(place);
        if (text == null) {
            byte[] bytes = vector.bytes(data, row);
            text = RECENT.text(bytes, () -> new String(bytes, StandardCharsets.UTF_8));
            if (texts.size() == PLACES || characters + text.length() > CHARACTERS) {
                texts.clear();
                characters = 0;
            }
            texts.put(place, text);
            characters += text.length();
        }
        return text;
    }
}
