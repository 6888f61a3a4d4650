package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentValuesTest {
    private final RecentValues<String, String> values = new RecentValues<>(410, (key, value) -> value.length());

    @Test
    void forgetsTheValuesUsedLeastRecently() {
        values.put("a", "12345");
        values.put("b", "12345");
        assertThat(values.get("a")).isEqualTo("12345");
        values.put("c", "1");
        assertThat(values.get("a")).isNotNull();
        assertThat(values.get("b")).isNull();
        assertThat(values.get("c")).isNotNull();
    }

    @Test
    void keepsNothingLargerThanItself() {
        values.put("a", "1".repeat(411));
        assertThat(values.get("a")).isNull();
    }

    @Test
    void countsAReplacedValueOnce() {
        for (int i = 0; i < 5; i++) {
            values.put("a", "12345");
        }
        values.put("b", "12345");
        assertThat(values.get("a")).isNotNull();
    }

    @Test
    void countsKeysAndWhatAnEntryTakes() {
        RecentValues<String, String> texts =
                new RecentValues<>(10_000, (key, value) -> RecentValues.bytes(key) + RecentValues.bytes(value));
        for (int i = 0; i < 1_000; i++) {
            texts.put("k".repeat(500) + i, "");
            assertThat(texts.used()).isBetween(1L, 10_000L);
        }
    }
}
