package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {
    @ParameterizedTest
    @CsvSource({"abc, 3", "Zürich, 6", "Zu\u0308rich, 6", "日本語, 6", "한국, 4", "😀, 2", "αβγ, 3", "a\u200Bb, 2"})
    void columnsOfATerminal(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "日本語, 5, 日本…", "日本語, 6, 日本語", "abc, 1, …", "😀😀, 3, 😀…"})
    void whatIsCutEndsWithAnEllipsis(String text, int width, String cut) {
        assertThat(DisplayWidth.cut(text, width)).isEqualTo(cut);
    }

    @Test
    void tablesAreAlignedAsTheyLook() {
        assertThat(TextTable.of(List.of("city", "n"), List.of(List.of("東京", "1"), List.of("Zu\u0308rich", "20"))))
                .containsExactly("city     n", "東京     1", "Zu\u0308rich  20");
    }
}
