package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentValuesTest {
    private final RecentValues<String, String> values = new RecentValues<>(10, String::length);

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
        values.put("a", "12345678901");
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
}
