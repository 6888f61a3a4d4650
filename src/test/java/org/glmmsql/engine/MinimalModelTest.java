package org.glmmsql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.glmmsql.engine.contract.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code keep = minimal}: what it leaves out, and what says so. */
class MinimalModelTest {
    private static TestDatabase database;

    @BeforeAll
    static void fit() throws SQLException {
        database = TestDatabase.open("jdbc:h2:mem:");
        database.execute("CREATE TABLE fits AS SELECT "
                + "glmm_fit('y ~ x + f + (x | g), method = REML', y, x, f, g) AS whole, "
                + "glmm_fit('y ~ x + f + (x | g), method = REML, keep = minimal', y, x, f, g) AS small, "
                + "glmm_fit('y ~ x + f + (x | g), method = REML, keep = all', y, x, f, g) AS same FROM obs");
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM glmm_tidy((SELECT %s FROM fits))",
                "SELECT * FROM glmm_fixef((SELECT %s FROM fits))",
                "SELECT * FROM glmm_ranef((SELECT %s FROM fits))",
                "SELECT * FROM glmm_varcorr((SELECT %s FROM fits))",
                "SELECT * FROM glmm_glance((SELECT %s FROM fits))",
                "SELECT glmm_summary(%s) FROM fits",
                "SELECT * FROM glmm_quality((SELECT %s FROM fits))",
                "SELECT glmm_predict(%s, '', x, f, g) FROM obs, fits",
                "SELECT glmm_predict(%s, 're = none, marginal = true', x, f, g) FROM obs, fits",
                "SELECT glmm_residual(%s, 'type = quantile', y, x, f, g) FROM obs, fits",
                "SELECT glmm_simulate(%s, 'seed = 1', x, f, g) FROM obs, fits",
                "SELECT glmm_loglik((SELECT %s FROM fits), y, x, f, g) FROM obs",
            })
    void whatIsToldIsTheSame(String query) throws SQLException {
        List<List<Object>> whole = database.rows(query.replace("%s", "whole"));
        assertThat(whole).isNotEmpty();
        assertThat(database.rows(query.replace("%s", "small"))).isEqualTo(whole);
        assertThat(database.rows(query.replace("%s", "same"))).isEqualTo(whole);
    }

    @Test
    void itIsSmaller() throws SQLException {
        List<Object> sizes =
                database.rows("SELECT length(small), length(whole) FROM fits").get(0);
        assertThat(((Number) sizes.get(0)).doubleValue()).isLessThan(0.75 * ((Number) sizes.get(1)).doubleValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM glmm_vcov((SELECT small FROM fits))",
                "SELECT * FROM glmm_vcov((SELECT small FROM fits), 'joint')",
                "SELECT * FROM glmm_means((SELECT small FROM fits), 'f')",
                "SELECT * FROM glmm_contrasts((SELECT small FROM fits), 'pairwise ~ f')",
                "SELECT * FROM glmm_slopes((SELECT small FROM fits), 'x')",
                "SELECT * FROM glmm_test((SELECT small FROM fits), 'x = 0')",
                "SELECT * FROM glmm_terms((SELECT small FROM fits))",
                "SELECT glmm_summary(small, 'correlation = true') FROM fits",
                "SELECT * FROM glmm_vif((SELECT small FROM fits))",
                "SELECT * FROM glmm_check((SELECT small FROM fits))",
                "SELECT glmm_predict_se(small, '', x, f, g) FROM obs, fits",
                "SELECT glmm_predict(small, 're = none, interval = confidence, limit = low', x, f, g) FROM obs, fits",
                "SELECT glmm_effects((SELECT small FROM fits), 'x', x, f, g) FROM obs",
                "SELECT glmm_leverage(small, y, x, f, g) FROM obs, fits",
                "SELECT glmm_cooks(small, y, x, f, g) FROM obs, fits",
            })
    void whatNeedsMoreSaysSo(String query) {
        assertThatThrownBy(() -> database.rows(query))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("GLMM-505")
                .hasMessageContaining("keep = all");
    }

    /** A model that should have all of it, and has not, is none. */
    @Test
    void anotherModelMayNotLeaveItOut() {
        assertThatThrownBy(() -> database.rows(
                        "SELECT * FROM glmm_tidy((SELECT replace(small, ', keep = minimal', '') FROM fits))"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("GLMM-501");
        assertThatThrownBy(() -> database.rows("SELECT glmm_fit('y ~ x, keep = little', y, x) FROM obs"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("GLMM-105");
    }
}
