package org.glmmsql.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.value.RowCollector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataDigestTest {
    private static final Object[][] ROWS = {{1.0, "a"}, {2.0, "b"}, {2.0, "b"}, {null, "a"}};

    @Test
    void doesNotDependOnTheOrderOfRows() {
        Object[][] reversed = {ROWS[3], ROWS[2], ROWS[1], ROWS[0]};
        assertThat(digest(reversed)).isEqualTo(digest(ROWS));
    }

    /** So many rows that several threads share them. */
    @Test
    void manyRowsInAnyOrderAreTheSame() {
        int rows = 300_000;
        Object[][] forward = new Object[rows][];
        Object[][] backward = new Object[rows][];
        for (int i = 0; i < rows; i++) {
            forward[i] = backward[rows - 1 - i] = new Object[] {(double) i, "g" + i % 7};
        }
        assertThat(digest(backward)).isEqualTo(digest(forward));
        backward[0] = new Object[] {-1.0, "g0"};
        assertThat(digest(backward)).isNotEqualTo(digest(forward));
    }

    @Test
    void seesEveryDifference() {
        assertThat(List.of(
                        digest(ROWS),
                        digest(new Object[][] {ROWS[0], ROWS[1], ROWS[2]}),
                        digest(new Object[][] {ROWS[0], ROWS[1], ROWS[3], ROWS[3]}),
                        digest(new Object[][] {{2.0, "a"}, {1.0, "b"}, ROWS[2], ROWS[3]}),
                        digest(new Object[][] {ROWS[0], ROWS[1], ROWS[2], {0.0, "a"}}),
                        digest(new Object[][] {{1.0, null}, ROWS[1], ROWS[2], ROWS[3]})))
                .doesNotHaveDuplicates();
    }

    @Test
    void seesNamesAndTheOrderOfAnEnum() {
        int[] codes = {0, 1};
        assertThat(List.of(
                        DataDigest.of(List.of(new FactorColumn("a", codes, List.of("u", "v"), 2, true))),
                        DataDigest.of(List.of(new FactorColumn("b", codes, List.of("u", "v"), 2, true))),
                        DataDigest.of(List.of(new FactorColumn("a", codes, List.of("v", "u"), 2, true))),
                        DataDigest.of(List.of(new FactorColumn("a", codes, List.of("u", "v"), 2, false)))))
                .doesNotHaveDuplicates();
        assertThat(DataDigest.of(List.of(new FactorColumn("a", codes, List.of("v", "u"), 2, false))))
                .as("levels in the order of their rows say nothing")
                .isEqualTo(DataDigest.of(List.of(new FactorColumn("a", codes, List.of("u", "v"), 2, false))));
    }

    private static DataDigest digest(@Nullable Object[][] rows) {
        RowCollector collector = new RowCollector(2);
        for (Object[] row : rows) {
            collector.add(row, 0);
        }
        List<Column> columns = collector.columns(List.of("x", "g"));
        return DataDigest.of(columns);
    }
}
