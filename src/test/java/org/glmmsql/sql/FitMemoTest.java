package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitMemoTest {
    private final FitMemo memo = new FitMemo(10);

    @Test
    void forgetsTheModelsUsedLeastRecently() {
        memo.put(key("a"), "12345");
        memo.put(key("b"), "12345");
        assertThat(memo.get(key("a"))).isEqualTo("12345");
        memo.put(key("c"), "1");
        assertThat(memo.get(key("a"))).isNotNull();
        assertThat(memo.get(key("b"))).isNull();
        assertThat(memo.get(key("c"))).isNotNull();
    }

    @Test
    void keepsNothingLargerThanItself() {
        memo.put(key("a"), "12345678901");
        assertThat(memo.get(key("a"))).isNull();
    }

    @Test
    void countsAReplacedModelOnce() {
        for (int i = 0; i < 5; i++) {
            memo.put(key("a"), "12345");
        }
        memo.put(key("b"), "12345");
        assertThat(memo.get(key("a"))).isNotNull();
    }

    private static FitMemo.Key key(String text) {
        return new FitMemo.Key(text, new DataDigest(1, 2, 3));
    }
}
