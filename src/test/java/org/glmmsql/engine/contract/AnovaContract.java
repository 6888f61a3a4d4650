package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.List;
import org.glmmsql.model.ResultTable;
import org.junit.jupiter.api.Test;

/** {@code glmm_anova(model1, model2)}. */
public abstract class AnovaContract extends Contract {
    private static final String SMALL =
            "(SELECT glmm_fit('y ~ 1 + (1 | g), poisson', y, g) FROM obs WHERE x IS NOT NULL)";
    private static final String LARGE = "(SELECT glmm_fit('y ~ x + f + (1 | g), poisson', y, x, f, g) FROM obs)";

    protected AnovaContract(String url) {
        super(url);
    }

    @Test
    void testsTheGainInLikelihood() throws SQLException {
        List<List<Object>> rows = database.rows(anova(LARGE, SMALL));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get(0)).isEqualTo(2);
        assertThat(rows.get(0).subList(4, 7)).containsExactly(null, null, null);
        assertThat(rows.get(1).get(0)).isEqualTo(4);
        double gain = (double) rows.get(1).get(3) - (double) rows.get(0).get(3);
        assertThat((double) rows.get(1).get(4)).isEqualTo(2 * gain);
        assertThat(rows.get(1).get(5)).isEqualTo(2.0);
        assertThat((double) rows.get(1).get(6))
                .as("exp(-x / 2) for two degrees of freedom")
                .isCloseTo(Math.exp(-gain), within(1e-12));
    }

    @Test
    void theOrderOfTheModelsDoesNotMatter() throws SQLException {
        assertThat(database.rows(anova(SMALL, LARGE))).isEqualTo(database.rows(anova(LARGE, SMALL)));
    }

    @Test
    void nullHasNoRows() throws SQLException {
        assertThat(database.rows(anova("NULL", LARGE))).isEmpty();
        assertThat(database.rows(anova(SMALL, "NULL"))).isEmpty();
    }

    @Test
    void modelsOfOtherRowsAreNotComparable() {
        assertFails(anova(LARGE, SMALL.replace("x IS NOT NULL", "x > 0.1"))).hasMessageContaining("GLMM-402: ");
        assertFails(anova(LARGE, SMALL.replace("poisson', y", "poisson', s"))).hasMessageContaining("GLMM-402: ");
    }

    @Test
    void modelsOfOtherMethodsAreNotComparable() {
        assertFails(anova(LARGE, SMALL.replace("poisson'", "poisson, nagq = 3'")))
                .hasMessageContaining("GLMM-402: ");
        assertFails(anova(
                        "(SELECT glmm_fit('y ~ 1 + (1 | g), method = REML', y, g) FROM obs)",
                        "(SELECT glmm_fit('y ~ f + (1 | g), method = REML', y, f, g) FROM obs)"))
                .hasMessageContaining("GLMM-402: ");
    }

    @Test
    void aModelWithoutEstimatesCannotBeCompared() {
        assertFails(anova(LARGE, SMALL.replace("x IS NOT NULL", "x IS NULL AND 1 = 0 OR g = 'g01'")))
                .hasMessageContaining("GLMM-503: ");
    }

    @Test
    void theModelsAreNamed() throws SQLException {
        List<List<Object>> rows = database.rows(anova(LARGE, SMALL));
        assertThat((String) rows.get(0).get(7)).startsWith("y ~ ");
        assertThat(rows.get(0).get(7)).isNotEqualTo(rows.get(1).get(7));
        assertThat(rows).extracting(row -> row.get(8)).containsExactly("", "");
    }

    @Test
    void modelsThatAreNotNestedHaveNoTest() throws SQLException {
        List<List<Object>> rows = database.rows(anova(
                "(SELECT glmm_fit('y ~ x + (1 | g), poisson', y, x, g) FROM obs WHERE x IS NOT NULL)",
                "(SELECT glmm_fit('y ~ f + (x | g), poisson', y, f, x, g) FROM obs WHERE x IS NOT NULL)"));
        assertThat(rows.get(0).get(3)).isNotNull();
        assertThat(rows.get(1).subList(4, 7)).containsExactly(null, null, null);
        assertThat((String) rows.get(1).get(8)).startsWith("GLMM-403: ").contains("x");
    }

    private String anova(String one, String other) {
        return read(ResultTable.ANOVA, one, other);
    }
}
