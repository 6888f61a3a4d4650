package org.glmmsql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.Test;

/** Rows of a group in parts. */
class StateTest {
    private static final Aggregate FIT = (Aggregate) FunctionCatalog.STANDARD.named("glmm_fit");
    private static final Object[][] ROWS = {{1, 2.0}, {3, 2.5}, {2, null}, {5, 3.5}, {4, 4.0}, {7, 4.5}};

    private static State state(String text, int from, int to) {
        State state = FIT.state();
        for (int i = from; i < to; i++) {
            state.add(new Object[] {text, ROWS[i][0], ROWS[i][1]});
        }
        return state;
    }

    @Test
    void mergedPartsGiveTheModelOfAllRows() {
        Object whole = state("y ~ x", 0, 6).result(() -> {});
        for (int cut = 0; cut <= 6; cut++) {
            State first = state("y ~ x", 0, cut);
            State second = state("y ~ x", cut, 6);
            first.merge(second);
            Fitting.forget();
            assertThat(first.result(() -> {})).as("parts of " + cut).isEqualTo(whole);
        }
        assertThat((String) whole).startsWith("{\"glmm\":");
    }

    /** As between the processes of a cluster; and a window asks for the value of the rows so far. */
    @Test
    void writtenPartsGiveTheModelOfAllRows() throws IOException {
        Object whole = state("y ~ x", 0, 6).result(() -> {});
        for (int cut = 0; cut <= 6; cut++) {
            State all = copy(state("y ~ x", 0, cut));
            if (cut > 0) {
                assertThat(all.value(() -> {}, 1)).isNotNull();
            }
            all.merge(copy(state("y ~ x", cut, 6)));
            assertThat(all.value(() -> {}, 1)).as("parts of " + cut).isEqualTo(whole);
        }
    }

    private static State copy(State state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        State copy = FIT.state();
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return copy;
    }

    @Test
    void columnsMayBindByName() {
        State named = FIT.state(List.of("z", "x", "y"));
        for (Object[] row : ROWS) {
            named.add(new Object[] {"y ~ x", "unused", row[1], row[0]});
        }
        assertThat(named.value(() -> {}, 1)).isEqualTo(state("y ~ x", 0, 6).result(() -> {}));
    }

    @Test
    void noRowsHaveNoModel() {
        State none = FIT.state();
        none.merge(FIT.state());
        assertThat(none.result(() -> {})).isNull();
    }

    @Test
    void partsOfOtherTextsAreNotMerged() {
        State one = state("y ~ x", 0, 3);
        assertThatThrownBy(() -> one.merge(state("y ~ 1 + x", 3, 6)))
                .hasMessageContaining("the model text changes within a group, from 'y ~ x' to 'y ~ 1 + x'");
        assertThat(one.result(() -> {})).as("rows after a failure").isNull();
    }

    @Test
    void aCallWithTooFewArgumentsIsToldWhatIsExpected() {
        assertThatThrownBy(() -> FIT.signature().requireCount(1))
                .hasMessage("GLMM-202: glmm_fit got 1 argument, it takes model_text, at least one column, as in "
                        + FIT.signature().example());
    }
}
