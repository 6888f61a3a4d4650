package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ResultTable;
import org.glmmsql.model.Status;
import org.glmmsql.sql.Fitting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code glmm_fit(model_text, v1, v2, ...)}. */
public abstract class FitContract extends Contract {
    protected FitContract(String url) {
        super(url);
    }

    @Test
    void noRowsAreNull() throws SQLException {
        assertThat(database.value("SELECT " + FIT + " FROM obs WHERE 1 = 0")).isNull();
        assertThat(database.rows("SELECT region, " + FIT + " FROM obs WHERE 1 = 0 GROUP BY region"))
                .isEmpty();
    }

    @Test
    void oneRowIsAModelWithAStatus() throws SQLException {
        FittedModel model = model("SELECT " + FIT + " FROM obs WHERE g = 'g00' AND x < 0.01");
        assertThat(model.nobs()).isEqualTo(1);
        assertThat(model.status()).isNotEqualTo(Status.OK);
        assertThat(model.message()).isNotBlank();
    }

    @Test
    void hglmFitIsHierarchicalUnlessTheTextSaysOtherwise() throws SQLException {
        String text = "y ~ x + (1 | g), poisson, random = gamma(log)";
        assertThat(ModelJson.write(model("SELECT hglm_fit('" + text + "', y, x, g) FROM obs")))
                .isEqualTo(
                        ModelJson.write(model("SELECT glmm_fit('" + text + ", method = HL(1,1)', y, x, g) FROM obs")));
        FittedModel exact = model("SELECT hglm_fit('" + text + ", nagq = 9', y, x, g) FROM obs");
        assertThat(exact.method()).isEqualTo("ML");
        assertThat(exact.status()).isEqualTo(Status.OK);
    }

    @Test
    void manyRowsAreAFit() throws SQLException {
        FittedModel model = model("SELECT " + FIT + " FROM obs");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.nobs()).isEqualTo(118);
        assertThat(model.nDropped()).isEqualTo(2);
        assertThat(model.groups()).containsExactly(Map.entry("g", 12));
        assertThat(model.fixed()).extracting("term").containsExactly("(Intercept)", "x");
        assertThat(model.recipe().variables()).containsExactly("x", "g");
    }

    @Test
    void allRowsNullIsAModelThatSaysSo() throws SQLException {
        FittedModel model = model("SELECT " + FIT + " FROM obs WHERE x IS NULL");
        assertThat(model.status()).isEqualTo(Status.NO_DATA);
        assertThat(model.nDropped()).isEqualTo(2);
        assertThat(model("SELECT glmm_fit(" + MODEL + ", y, NULL, g) FROM obs").nDropped())
                .isEqualTo(120);
    }

    @Test
    void rowsWithNullAreDroppedAndCounted() throws SQLException {
        FittedModel without = model("SELECT " + FIT + " FROM obs WHERE x IS NOT NULL");
        FittedModel with = model("SELECT " + FIT + " FROM obs");
        assertThat(with.fixed()).isEqualTo(without.fixed());
        assertThat(without.nDropped()).isZero();
    }

    @Test
    void everyGroupHasItsModel() throws SQLException {
        Map<Object, String> models = new TreeMap<>();
        for (List<Object> row : database.rows("SELECT region, " + FIT + " FROM obs GROUP BY region")) {
            models.put(row.get(0), (String) row.get(1));
        }
        assertThat(models).containsOnlyKeys("north", "south");
        for (String region : List.of("north", "south")) {
            assertThat(models.get(region))
                    .isEqualTo(database.text("SELECT " + FIT + " FROM obs WHERE region = '" + region + "'"));
        }
    }

    @Test
    void oneGroupThatCannotBeFittedDoesNotCostTheOthers() throws SQLException {
        List<List<Object>> rows = database.rows(
                "SELECT region, glmm_fit('y ~ x + (1 | g), family = poisson', CASE WHEN region = 'north' THEN 0 ELSE y END, x, g)"
                        + " FROM obs GROUP BY region ORDER BY region");
        assertThat(ModelJson.parse((String) rows.get(0).get(1)).status()).isEqualTo(Status.CONSTANT_RESPONSE);
        assertThat(ModelJson.parse((String) rows.get(1).get(1)).status()).isEqualTo(Status.OK);
    }

    @Test
    void neitherTheOrderOfRowsNorNamesOfColumnsChangeABit() throws SQLException {
        String expected = database.text("SELECT " + FIT + " FROM obs");
        Fitting.forget();
        assertThat(database.text("SELECT glmm_fit(" + MODEL + ", c, b, a) FROM"
                        + " (SELECT g AS a, x AS b, y AS c FROM obs ORDER BY x DESC, y) t"))
                .isEqualTo(expected);
    }

    @Test
    void aFormulaWithoutRandomTermIsAGeneralizedLinearModel() throws SQLException {
        FittedModel model = model("SELECT glmm_fit('s ~ x + f, family = binomial', s, x, f) FROM obs");
        assertThat(model.status()).isEqualTo(Status.OK);
        assertThat(model.randomEffects()).isEmpty();
        assertThat(model.fixed()).extracting("term").containsExactly("(Intercept)", "x", "fb");
    }

    @Test
    void aHierarchicalFitIsAnotherFitOfTheSameText() throws SQLException {
        assertThat(model("SELECT " + FIT + " FROM obs").method()).isEqualTo("ML");
        assertThat(model("SELECT " + FIT.replace("glmm_fit", "hglm_fit") + " FROM obs")
                        .method())
                .isEqualTo("HL(1,1)");
    }

    @Test
    void aModelIsAValueThatCanBeStored() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        assertThat(database.value("SELECT COUNT(*) FROM fits WHERE model LIKE '{\"glmm\":2,%'"))
                .hasToString("2");
    }

    @Test
    void aViewOverAFitCompilesOnAnEmptyTable() throws SQLException {
        database.execute("CREATE TABLE empty_obs AS SELECT * FROM obs WHERE 1 = 0");
        database.execute("CREATE VIEW fit_view AS SELECT " + FIT + " AS model FROM empty_obs");
        assertThat(database.value("SELECT model FROM fit_view")).isNull();
        database.execute("INSERT INTO empty_obs SELECT * FROM obs");
        assertThat(model("SELECT model FROM fit_view").status()).isEqualTo(Status.OK);
    }

    @Test
    void typesOfColumnsDoNotMatter() throws SQLException {
        FittedModel expected = model("SELECT " + FIT + " FROM obs");
        for (String y :
                List.of("CAST(y AS BIGINT)", "CAST(y AS SMALLINT)", "CAST(y AS DECIMAL(9, 2))", "CAST(y AS DOUBLE)")) {
            assertThat(model("SELECT glmm_fit(" + MODEL + ", " + y + ", x, g) FROM obs")
                            .fixed())
                    .isEqualTo(expected.fixed());
        }
    }

    /** The columns are the variables of the model in order: y, x, g. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "GLMM-101 ; 'y ~ (x + (1 | g)', y, x, g",
                "GLMM-101 ; 'y x', y, x",
                "GLMM-102 ; 'y ~ lg(x) + (1 | g)', y, x, g",
                "GLMM-103 ; 'y ~ x + (1 | g), nagk = 3', y, x, g",
                "GLMM-104 ; 'y ~ x + (1 | g), family = poison', y, x, g",
                "GLMM-106 ; '', y",
                "GLMM-106 ; ' ', y",
                "GLMM-202 ; 'y ~ x + (1 | g)', y, x",
                "GLMM-202 ; 'y ~ x + (1 | g)', y, x, g, 1",
                "GLMM-104 ; 'y ~ x + (1 | g), poison', y - 1, x, g",
                "GLMM-301 ; 'y ~ x + (1 | g), poisson', f, x, g",
                "GLMM-301 ; 'y ~ x + (1 | g), poisson', g, x, f",
                "GLMM-302 ; 'y ~ x + (1 | g), poisson, on_error = fail', y - 1, x, g",
                "GLMM-401 ; 'y ~ x + (1 | g), poisson, dispersion = ~ x', y - 1, x, g",
            })
    void aWrongCallIsACodedError(String code, String arguments) {
        assertFails("SELECT glmm_fit(" + arguments + ") FROM obs").hasMessageContaining(code + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "did you mean 'poisson' ; 'y ~ x + (1 | g), family = poison', y, x, g",
                "did you mean 'nagq' ; 'y ~ x + (1 | g), nagk = 3', y, x, g",
                "pass, in this order: y, x, g ; 'y ~ x + (1 | g)', y, x",
            })
    void theMessageNamesTheRemedy(String remedy, String arguments) {
        assertFails("SELECT glmm_fit(" + arguments + ") FROM obs").hasMessageContaining(remedy);
    }

    /** What only the rows are to blame for: the columns are the variables of the model in order. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "GLMM-302 ; 'y ~ x + (1 | g), poisson' ; y - 1, x, g",
                "GLMM-302 ; 's ~ x + (1 | g), binomial' ; 2 * s, x, g",
                "GLMM-302 ; 'y ~ x + (1 | g), Gamma(log)' ; y, x, g",
                "GLMM-302 ; 'cbind(s, t) ~ x + (1 | g), binomial' ; s, -s, x, g",
                "GLMM-303 ; 'y ~ x + (1 | g), poisson, weights = w' ; y, x, g, 0.5 - s",
                "GLMM-204 ; 'y ~ log(x) + (1 | g), poisson' ; y, x - 2, g",
                "GLMM-204 ; 'y ~ x + (1 | g), dispersion = ~ 1 + offset(log(s))' ; y, x, g, s",
                "GLMM-205 ; 'y ~ f + (1 | g), poisson, levels = (f: ''b'', ''c'')' ; y, f, g",
                "GLMM-206 ; 'y ~ x + (1 | g), poisson, na_action = fail' ; y, x, g",
                "GLMM-301 ; 'g ~ x + (1 | f), binomial' ; g, x, f",
            })
    void aBadValueIsAModelThatSaysSo(String code, String text, String columns) throws SQLException {
        FittedModel model = model("SELECT glmm_fit(" + text + ", " + columns + ") FROM obs");
        assertThat(model.status()).isEqualTo(Status.INVALID_DATA);
        assertThat(model.message()).startsWith(code + ": ");
        assertThat(model.fixed()).isEmpty();
        String failing = text.substring(0, text.length() - 1) + ", on_error = fail'";
        assertFails("SELECT glmm_fit(" + failing + ", " + columns + ") FROM obs")
                .hasMessageContaining(code + ": ");
    }

    @Test
    void aBadValueInOneGroupCostsNoOther() throws SQLException {
        String fit = "glmm_fit(" + MODEL + ", CASE WHEN region = 'north' AND g = 'g01' THEN -1 ELSE y END, x, g)";
        database.execute("CREATE TABLE fits AS SELECT region, " + fit + " AS model FROM obs GROUP BY region");
        assertThat(database.rows("SELECT region, glmm_status(model) FROM fits ORDER BY region"))
                .isEqualTo(List.of(List.of("north", "invalid_data"), List.of("south", "ok")));
        assertThat(database.text("SELECT model FROM fits WHERE region = 'south'"))
                .isEqualTo(database.text("SELECT " + FIT + " FROM obs WHERE region = 'south'"));
        // scores of the others, and NULL; the error where it is asked for
        assertThat(database.value("SELECT COUNT(glmm_predict(f.model, '', o.x, o.g)) FROM obs o"
                        + " JOIN fits f ON f.region = o.region WHERE o.x IS NOT NULL"))
                .hasToString("59");
        assertFails("SELECT glmm_predict(model, 'failed = error', 0.5, 'g01') FROM fits WHERE region = 'north'")
                .hasMessageContaining("GLMM-503: ")
                .hasMessageContaining("GLMM-302: ");
    }

    @Test
    void aNumberThatIsNotFiniteIsAModelThatSaysSo() throws SQLException {
        for (String number : notFinite()) {
            assertThat(model("SELECT glmm_fit(" + MODEL + ", y, " + number + ", g) FROM obs")
                            .message())
                    .startsWith("GLMM-204: ");
            String failing = MODEL.substring(0, MODEL.length() - 1) + ", on_error = fail'";
            assertFails("SELECT glmm_fit(" + failing + ", y, " + number + ", g) FROM obs")
                    .hasMessageContaining("GLMM-204: ");
        }
    }

    /** The numbers of this engine that are not finite. */
    protected List<String> notFinite() {
        return List.of("CAST('NaN' AS DOUBLE)", "CAST('-Infinity' AS DOUBLE)");
    }

    /** Residuals that are correlated within groups, stored, read and predicted from. */
    @Test
    void correlatedResidualsAreFittedAndTold() throws SQLException {
        database.execute("CREATE TABLE series AS SELECT y, x, g, row_number() OVER (PARTITION BY g ORDER BY x) AS t,"
                + " CASE WHEN g < 'g06' THEN 'a' ELSE 'b' END AS half FROM obs WHERE x IS NOT NULL");
        String text = "'y ~ x + (1 | g), residual = ar1(t | g), method = REML'";
        database.execute("CREATE TABLE fits AS SELECT glmm_fit(" + text + ", y, x, g, t) AS model FROM series");
        FittedModel model = model("SELECT model FROM fits");
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        assertThat(model.recipe().variables()).containsExactly("x", "g");
        String one = "(SELECT model FROM fits)";
        List<List<Object>> varCorr = database.rows(read(ResultTable.VARCORR, one));
        assertThat(varCorr).hasSize(3);
        // group_name, law, term1, term2, variance
        assertThat(varCorr.get(2).subList(0, 5))
                .isEqualTo(java.util.Arrays.asList("Residual", "normal", "rho", null, null));
        assertThat(database.rows(read(ResultTable.TIDY, one)))
                .filteredOn(row -> "Residual".equals(row.get(2)))
                .extracting(row -> row.get(3))
                .containsExactly("sd__Observation", "rho");
        assertThat(database.rows(read(ResultTable.GLANCE, one)).get(0)).contains("ar1(t | g)");
        assertThat(database.text("SELECT glmm_summary(" + one + ")")).contains("ar1(t | g)", "rho");
        assertThat(database.value("SELECT COUNT(glmm_predict(" + one + ", '', x, g)) FROM series"))
                .hasToString("118");
        String by = "'y ~ x, residual = us(t | g, by = half)'";
        FittedModel apart = model("SELECT glmm_fit(" + by + ", y, x, t, g, half) FROM series WHERE t < 3");
        assertThat(apart.varCorr())
                .extracting("term1")
                .containsExactly("halfa:1", "halfa:2", "halfa:1", "halfb:1", "halfb:2", "halfb:1");
        assertThat(model("SELECT glmm_fit('y ~ x, residual = ar1(t | half)', y, x, t, half) FROM series")
                        .message())
                .startsWith("GLMM-401: ")
                .contains("position t = 1 of half 'a'");
    }

    @Test
    void theDatabaseLivesOnAfterAnError() throws SQLException {
        assertFails("SELECT glmm_fit('y ~', y) FROM obs");
        assertThat(model("SELECT " + FIT + " FROM obs").status()).isEqualTo(Status.OK);
    }

    FittedModel model(String sql) throws SQLException {
        return ModelJson.parse(database.text(sql));
    }
}
