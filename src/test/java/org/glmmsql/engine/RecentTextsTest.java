package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private static final long CAPACITY = 40L << 20;

    private final RecentTexts texts = new RecentTexts(CAPACITY);
    private final AtomicInteger decoded = new AtomicInteger();

    @Test
    void textsThatTakeTurnsAreDecodedOnce() {
        String north = text("north");
        String south = text("south");
        for (int row = 0; row < 100; row++) {
            assertThat(text("north")).isSameAs(north).isEqualTo("north");
            assertThat(text("south")).isSameAs(south).isEqualTo("south");
        }
        assertThat(decoded).hasValue(2);
    }

    @Test
    void manyTextsAreForgotten() {
        for (int i = 0; i < 1000; i++) {
            text("text " + i);
        }
        text("text 999");
        assertThat(decoded).hasValue(1000);
        text("text 0");
        assertThat(decoded).hasValue(1001);
    }

    @Test
    void manyBytesAreForgotten() {
        String large = "x".repeat(10 << 20);
        text(large + "a");
        text(large + "b");
        text(large + "b");
        assertThat(decoded).hasValue(2);
        text(large + "a");
        assertThat(decoded).hasValue(3);
    }

    /** Bytes and decoded text both count; what has no room is not kept at all. */
    @Test
    void whatIsKeptIsBounded() {
        for (int i = 0; i < 20; i++) {
            text("x".repeat(1 << 20) + i);
            assertThat(texts.size()).isLessThanOrEqualTo(CAPACITY);
        }
        text("x".repeat(15 << 20));
        assertThat(texts.size()).isZero();
    }

    private String text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return texts.text(bytes, () -> {
            decoded.incrementAndGet();
            return new String(bytes, StandardCharsets.UTF_8);
        });
    }
}
