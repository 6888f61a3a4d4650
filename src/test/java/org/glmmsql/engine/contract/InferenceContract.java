package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows from a model value without data: {@code glmm_means, glmm_contrasts, ..., glmm_check}. */
public abstract class InferenceContract extends Contract {
    private static final String ONE = "(SELECT model FROM fits WHERE name = 'both')";

    protected InferenceContract(String url) {
        super(url);
    }

    @BeforeEach
    void fit() throws SQLException {
        String rows = " FROM obs WHERE x IS NOT NULL";
        database.execute("CREATE TABLE fits AS SELECT 'both' AS name,"
                + " glmm_fit('y ~ f * x + region + (1 | g), poisson', y, f, x, region, g) AS model" + rows
                + " UNION ALL SELECT 'f', glmm_fit('y ~ f + (1 | g), poisson', y, f, g)" + rows
                + " UNION ALL SELECT 'null', glmm_fit('y ~ 1 + (1 | g), poisson', y, g)" + rows
                + " UNION ALL SELECT 'failed', glmm_fit('y ~ f + (1 | g), poisson', y, f, g) FROM obs WHERE g = 'g01'");
    }

    /** A query of the rows of a function. */
    protected String call(String function, String columns, String... arguments) {
        return "SELECT " + columns + " FROM " + function + "(" + String.join(", ", arguments) + ")";
    }

    /** Whether there are functions of a query. */
    protected boolean hasQueries() {
        return true;
    }

    private List<List<@Nullable Object>> rows(String function, String columns, String... arguments)
            throws SQLException {
        return database.rows(call(function, columns, arguments));
    }

    private static double number(List<@Nullable Object> row, int column) {
        return ((Number) row.get(column)).doubleValue();
    }

    @Test
    void contrastsAreDifferencesOfMeans() throws SQLException {
        List<List<@Nullable Object>> means =
                rows("glmm_means", "label, estimate, levels, note", ONE, "'f | region'", "'at = (x: 0.25)'");
        assertThat(means).extracting(row -> row.get(0)).containsExactly("a", "b", "a", "b");
        assertThat(means.get(2).get(2)).isEqualTo("{\"f\":\"a\",\"region\":\"south\"}");
        assertThat(means).extracting(row -> row.get(3)).containsOnly("");
        List<List<@Nullable Object>> contrasts = rows(
                "glmm_contrasts", "contrast, estimate, levels", ONE, "'revpairwise ~ f | region'", "'at = (x: 0.25)'");
        assertThat(contrasts).extracting(row -> row.get(0)).containsExactly("b - a", "b - a");
        assertThat(contrasts.get(0).get(2)).isEqualTo("{\"region\":\"north\"}");
        assertThat(number(contrasts.get(0), 1))
                .isCloseTo(number(means.get(1), 1) - number(means.get(0), 1), within(1e-12));
        List<List<@Nullable Object>> ratio = rows(
                "glmm_contrasts", "contrast, estimate", ONE, "'revpairwise ~ f'", "'at = (x: 0.25), type = ratio'");
        assertThat(ratio.get(0).get(0)).isEqualTo("b / a");
        assertThat(number(ratio.get(0), 1)).isCloseTo(Math.exp(number(contrasts.get(0), 1)), within(1e-12));
    }

    @Test
    void explicitWeightsAreContrasts() throws SQLException {
        assertThat(rows("glmm_contrasts", "contrast, estimate", ONE, "'gain = (-1, 1) ~ f'")
                        .get(0))
                .isEqualTo(List.of(
                        "gain",
                        rows("glmm_contrasts", "estimate", ONE, "'revpairwise ~ f'")
                                .get(0)
                                .get(0)));
    }

    @Test
    void slopesAreCoefficients() throws SQLException {
        double x = number(
                database.rows(call("glmm_test", "estimate", ONE, "'x = 0, x + fb:x = 0'"))
                        .get(0),
                0);
        List<List<@Nullable Object>> slopes = rows("glmm_slopes", "label, estimate, levels", ONE, "'x | f'");
        assertThat(slopes.get(0).get(0)).isEqualTo("x");
        assertThat(slopes.get(0).get(2)).isEqualTo("{\"f\":\"a\"}");
        assertThat(number(slopes.get(0), 1)).isCloseTo(x, within(1e-11 * Math.abs(x)));
    }

    @Test
    void termsAreJointTestsOfTheirCoefficients() throws SQLException {
        List<List<@Nullable Object>> tests =
                rows("glmm_test", "label, statistic, num_df, den_df, p_value", ONE, "'fb:x = 0'");
        List<List<@Nullable Object>> terms =
                rows("glmm_terms", "term, statistic, num_df, den_df, p_value", ONE, "'type = 3'");
        assertThat(terms).extracting(row -> row.get(0)).containsExactly("f", "x", "region", "f:x");
        assertThat(tests.get(1).subList(2, 4)).isEqualTo(terms.get(3).subList(2, 4));
        assertThat(number(tests.get(1), 1)).isCloseTo(number(terms.get(3), 1), within(1e-9));
        assertThat(rows("glmm_terms", "term", ONE)).hasSize(4);
    }

    @Test
    void qualityNeedsTheNullModelOfCounts() throws SQLException {
        String nullModel = ONE.replace("both", "null");
        assertThat(rows("glmm_quality", "r2_marginal, note", ONE).get(0).get(0)).isNull();
        List<List<@Nullable Object>> quality = rows(
                "glmm_quality", "r2_marginal, r2_conditional, zeros_observed, zeros_expected, note", ONE, nullModel);
        assertThat(number(quality.get(0), 0)).isBetween(0.0, number(quality.get(0), 1));
        assertThat(number(quality.get(0), 2))
                .isEqualTo(((Number) database.value("SELECT COUNT(*) FROM obs WHERE y = 0 AND x IS NOT NULL"))
                        .doubleValue());
        assertThat(quality.get(0).get(4)).isEqualTo("");
    }

    @Test
    void checksSayWhatTheyLookedAt() throws SQLException {
        assertThat(rows("glmm_check", "checked, verdict", ONE))
                .extracting(row -> row.get(0))
                .contains("convergence", "singularity", "levels of g", "collinearity", "dispersion", "zeros");
        assertThat(rows("glmm_vif", "term, gvif, df", ONE)).hasSize(4);
    }

    @Test
    void covariancesAreThoseOfAllParameters() throws SQLException {
        assertThat(rows("glmm_vcov", "term1, group1", ONE)).hasSize(25);
        List<List<@Nullable Object>> joint = rows("glmm_vcov", "term1, group1", ONE, "'joint'");
        assertThat(joint).hasSize(36).contains(List.of("sd__(Intercept)", "g"));
        assertFails(call("glmm_vcov", "term1", ONE, "'all'")).hasMessageContaining("GLMM-105: ");
    }

    @Test
    void nullHasNoRows() throws SQLException {
        assertThat(rows("glmm_means", "*", "NULL", "'f'")).isEmpty();
        assertThat(rows("glmm_terms", "*", "NULL", "NULL")).isEmpty();
        assertThat(rows("glmm_means", "label", ONE, "'f'", "NULL")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "glmm_means; 'g'; ''; GLMM-201; f, x, region",
                "glmm_means; 'ff'; ''; GLMM-201; did you mean",
                "glmm_means; 'x'; ''; GLMM-401; at = (x: 1, 2)",
                "glmm_means; 'f f'; ''; GLMM-101; once",
                "glmm_means; 'f'; 'at = (f: ''c'')'; GLMM-205; known: a, b",
                "glmm_means; 'f'; 'at = (z: 1)'; GLMM-201; f, x, region",
                "glmm_means; 'f'; 'at = (x: high)'; GLMM-105; is a number",
                "glmm_means; 'f'; 'typ = link'; GLMM-103; type",
                "glmm_means; 'f'; 'type = odds'; GLMM-105; response",
                "glmm_means; 'f'; 'type = ratio'; GLMM-401; contrasts",
                "glmm_means; 'f'; 'conf_level = 95'; GLMM-105; between 0 and 1",
                "glmm_means; 'f'; 'df = satterthwaite'; GLMM-401; fit it with the option df = satterthwaite",
                "glmm_means; 'f'; 'df = kenward_roger'; GLMM-401; fit it with the option df = kenward_roger",
                "glmm_means; 'f'; 'df = exact'; GLMM-105; satterthwaite",
                "glmm_contrasts; 'pairwise ~ f'; 'at = (f: ''a'')'; GLMM-401; only one mean",
                "glmm_contrasts; 'f'; ''; GLMM-101; pairwise ~ a",
                "glmm_contrasts; 'pairs ~ f'; ''; GLMM-105; pairwise",
                "glmm_contrasts; '(1, 1) ~ f'; ''; GLMM-105; sum is 0",
                "glmm_contrasts; 'consec ~ f'; 'adjust = tukey'; GLMM-401; all pairs",
                "glmm_slopes; 'f'; ''; GLMM-203; is a factor",
                "glmm_slopes; 'x f'; ''; GLMM-101; one number",
                "glmm_test; 'fc = 0'; ''; GLMM-201; did you mean",
                "glmm_test; '1 = 2'; ''; GLMM-101; says nothing",
                "glmm_terms; 'type = 4'; NULL; GLMM-105; 1, 2 and 3",
            })
    void whatIsWrongIsCoded(String function, String spec, String options, String code, String part) {
        String[] arguments = function.equals("glmm_terms")
                ? new String[] {ONE, quoted(spec)}
                : new String[] {ONE, quoted(spec), quoted(options)};
        assertFails(call(function, "*", arguments))
                .hasMessageContaining(code + ": ")
                .hasMessageContaining(part);
    }

    /** CsvSource takes the quotes away. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Test
    void aModelWithoutEstimatesIsAnError() {
        assertFails(call("glmm_means", "*", ONE.replace("both", "failed"), "'f'"))
                .hasMessageContaining("GLMM-503: ");
    }

    /** What its rows were like is not in it. */
    @Test
    void aModelOfAnEarlierFormatSaysWhatToDo() throws SQLException, IOException {
        String stored = Files.readString(Path.of("src/test/resources/models/format-1-first.json"))
                .strip();
        String model = literal(stored);
        assertFails(call("glmm_quality", "*", model))
                .hasMessageContaining("GLMM-401: ")
                .hasMessageContaining("fit it again");
    }

    @Test
    void manyModelsAtOnce() throws SQLException {
        if (!hasQueries()) {
            return;
        }
        String query = "'SELECT name, model FROM fits WHERE name <> ''null'' ORDER BY name'";
        List<List<@Nullable Object>> means = rows("glmm_means_by", "name, label, estimate", query, "'f'");
        assertThat(means)
                .extracting(row -> row.subList(0, 2))
                .containsExactlyInAnyOrder(
                        List.of("both", "a"), List.of("both", "b"), List.of("f", "a"), List.of("f", "b"));
        assertThat(rows("glmm_terms_by", "name, term", query, "'type = 2'")).hasSize(5);
        assertThat(rows("glmm_vif_by", "name, term", query)).hasSize(5);
    }

    @Test
    void aSummaryHasCorrelationsWhereTheyAreAskedFor() throws SQLException {
        assertThat((String) database.value("SELECT glmm_summary(" + ONE + ")"))
                .contains("Scaled residuals:")
                .doesNotContain("Correlation of fixed effects:");
        assertThat((String) database.value("SELECT glmm_summary(" + ONE + ", NULL)"))
                .doesNotContain("Correlation of fixed effects:");
        assertThat((String) database.value("SELECT glmm_summary(" + ONE + ", 'correlation = true')"))
                .contains("Correlation of fixed effects:");
        assertFails("SELECT glmm_summary(" + ONE + ", 'correlations = true')").hasMessageContaining("GLMM-103: ");
    }

    @Test
    void aQueryWithoutItsColumnsIsCoded() throws SQLException {
        if (!hasQueries()) {
            return;
        }
        for (String function : List.of("glmm_fixef_by", "glmm_glance_by", "glmm_vif_by")) {
            assertFails(call(function, "*", "'SELECT name AS k FROM fits'"))
                    .as(function)
                    .hasMessageContaining("GLMM-703: ")
                    .hasMessageContaining("no column named model");
        }
        assertFails(call("glmm_compare", "*", "'SELECT name FROM fits'"))
                .hasMessageContaining("GLMM-703: ")
                .hasMessageContaining("no column named model");
        assertFails(call("glmm_compare", "*", "'SELECT name AS k, model FROM fits'"))
                .hasMessageContaining("GLMM-703: ")
                .hasMessageContaining("no column named name");
    }

    @Test
    void modelsAreRanked() throws SQLException {
        String models = models("name, model", "fits WHERE name <> 'x'");
        List<List<@Nullable Object>> ranked = rows("glmm_compare", "model, delta, weight, note", models);
        assertThat(ranked).hasSize(4);
        assertThat(number(ranked.get(0), 1)).isZero();
        assertThat(ranked.subList(0, 3).stream()
                        .mapToDouble(row -> number(row, 2))
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat((String) ranked.get(3).get(3)).contains("status");
        List<List<@Nullable Object>> chain =
                rows("glmm_anova_by", "npar, df", models("name, model", "fits WHERE name <> 'failed'"));
        assertThat(chain).extracting(row -> number(row, 0)).containsExactly(2.0, 3.0, 6.0);
        assertThat(chain.get(2).get(1)).isEqualTo(3.0);
    }

    /** Models as the functions of several take them. */
    protected String models(String columns, String from) {
        return "'" + ("SELECT " + columns + " FROM " + from).replace("'", "''") + "'";
    }

    @Test
    void aVarianceIsTestedByTheMixture() throws SQLException {
        database.execute(
                "CREATE TABLE two AS SELECT glmm_fit('y ~ f + (x | g), poisson', y, f, x, g) AS model FROM obs WHERE x IS NOT NULL");
        List<List<@Nullable Object>> rows = rows(
                "glmm_anova",
                "p_value, p_mixture",
                ONE.replace("both", "f"),
                "(SELECT model FROM two)",
                "'mixture = true'");
        assertThat(number(rows.get(1), 1)).isLessThan(number(rows.get(1), 0)).isPositive();
    }
}
