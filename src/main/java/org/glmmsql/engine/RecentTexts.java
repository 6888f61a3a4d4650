package org.glmmsql.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The texts decoded last, found by their bytes. A model is the same for many rows, or a few models take turns after a join: comparing bytes
 * costs less than decoding them, and who gets the same String again knows it at once. Thread-safe.
 */
public final class RecentTexts {
    private static final int MOST = 64;

    /** Of bytes and texts together. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private final long capacity;
    private final Deque<Text> texts = new ArrayDeque<>();
    private long size;

    private record Text(byte[] bytes, String text) {
        long size() {
            return bytes.length + 2L * text.length();
        }
    }

    public RecentTexts() {
        this(MOST_BYTES);
    }

    /** @param capacity bytes kept at most; what is larger is decoded again and again */
    RecentTexts(long capacity) {
        this.capacity = capacity;
    }

    /**
     * What bytes say.
     *
     * @param <E> what decoding may throw
     */
    @FunctionalInterface
    public interface Decoder<E extends Exception> {
        String decode() throws E;
    }

    public synchronized <E extends Exception> String text(byte[] bytes, Decoder<E> decoder) throws E {
        for (Text known : texts) {
            if (Arrays.equals(known.bytes, bytes)) {
                return known.text;
            }
        }
        Text text = new Text(bytes, decoder.decode());
        texts.addFirst(text);
        size += text.size();
        while (texts.size() > MOST || size > capacity) {
            size -= texts.removeLast().size();
        }
        return text.text;
    }

    /** Bytes kept. */
    synchronized long size() {
        return size;
    }
}
