package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ResultTable;
import org.glmmsql.sql.Fitting;
import org.glmmsql.sql.FunctionCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code glmm(model_text, query)} and {@code glmm_..._by(query)}. */
public abstract class QueryContract extends Contract {
    protected QueryContract(String url) {
        super(url);
    }

    static Stream<ResultTable<FittedModel, ?>> tables() {
        return FunctionCatalog.READERS.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void keysComeBeforeTheColumnsOfTheReader(ResultTable<FittedModel, ?> table) throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, 7 AS k, " + FIT + " AS model FROM obs GROUP BY region");
        List<List<Object>> south = database.rows("SELECT 'south' AS region, 7 AS k, r.* FROM glmm_" + table.name()
                + "((SELECT model FROM fits WHERE region = 'south')) r");
        List<List<Object>> both =
                database.rows("SELECT * FROM glmm_" + table.name() + "_by('SELECT region, k, model FROM fits')");
        assertThat(both).containsAll(south);
        assertThat(both.stream().map(row -> row.get(0)).distinct()).containsExactlyInAnyOrder("north", "south");
        assertThat(south).isNotEmpty();
    }

    @Test
    void aModelThatIsNullHasNoRows() throws SQLException {
        assertThat(database.rows("SELECT * FROM glmm_glance_by('SELECT 1 AS k, CAST(NULL AS VARCHAR(10)) AS model')"))
                .isEmpty();
        assertThat(database.rows("SELECT * FROM glmm_glance_by('SELECT region, " + quoted(FIT)
                        + " AS model FROM obs WHERE 1 = 0 GROUP BY region')"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aModelOfInvalidDataIsLeftOutAndGlanceShowsIt(ResultTable<FittedModel, ?> table) throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, glmm_fit(" + MODEL
                + ", CASE WHEN region = 'north' THEN y - 9 ELSE y END, x, g) AS model FROM obs GROUP BY region");
        assertThat(
                        database
                                .rows("SELECT region FROM glmm_" + table.name()
                                        + "_by('SELECT region, model FROM fits')")
                                .stream()
                                .map(row -> row.get(0))
                                .distinct()
                                .sorted())
                .isEqualTo(table == ResultTable.GLANCE ? List.of("north", "south") : List.of("south"));
    }

    @Test
    void aFitToAQueryRaisesWhatItsRowsAreToBlameFor() {
        assertFails("SELECT * FROM glmm(" + MODEL + ", 'SELECT y - 1 AS y, x, g FROM obs')")
                .hasMessageContaining("GLMM-302: ");
    }

    @Test
    void modelsMayBeFittedInTheQuery() throws SQLException {
        assertThat(database.rows("SELECT region, nobs, status FROM glmm_glance_by('SELECT region, " + quoted(FIT)
                        + " AS model FROM obs GROUP BY region') ORDER BY region"))
                .isEqualTo(List.of(List.of("north", 59, "ok"), List.of("south", 59, "ok")));
    }

    @Test
    void keysStayTyped() throws SQLException {
        assertThat(database.value(
                        "SELECT k + 1 FROM glmm_glance_by('SELECT 41 AS k, " + quoted(FIT) + " AS model FROM obs')"))
                .isEqualTo(42);
    }

    @Test
    void covariancesJoinTheirCoefficients() throws SQLException {
        database.execute("CREATE TABLE fits AS SELECT region, " + FIT + " AS model FROM obs GROUP BY region");
        assertThat(database.rows("SELECT t.region, t.term FROM glmm_tidy_by('SELECT region, model FROM fits') t"
                        + " JOIN glmm_vcov_by('SELECT region, model FROM fits') v ON v.region = t.region"
                        + " AND v.component1 = t.component AND v.term1 = t.term AND v.component2 = t.component"
                        + " AND v.term2 = t.term WHERE t.effect = 'fixed' AND abs(sqrt(v.covariance) / t.std_error - 1) < 1e-12"
                        + " ORDER BY 1, 2"))
                .isEqualTo(List.of(
                        List.of("north", "(Intercept)"),
                        List.of("north", "x"),
                        List.of("south", "(Intercept)"),
                        List.of("south", "x")));
    }

    @Test
    void aFitToAQueryGivesTidyRows() throws SQLException {
        assertThat(database.rows("SELECT * FROM glmm(" + MODEL + ", 'SELECT g, x, y FROM obs')"))
                .isEqualTo(database.rows("SELECT * FROM glmm_tidy((SELECT " + FIT + " FROM obs))"));
        assertThat(database.rows("SELECT * FROM glmm(" + MODEL + ", 'SELECT * FROM obs WHERE 1 = 0')"))
                .isEmpty();
    }

    @Test
    void aFitToAQueryBindsByName() throws SQLException {
        assertThat(database.rows(
                        "SELECT lower(term) FROM glmm('y ~ . + (1 | g), poisson', 'SELECT f, g, x, y FROM obs')"
                                + " WHERE effect = 'fixed'"))
                .isEqualTo(List.of(List.of("(intercept)"), List.of("fb"), List.of("x")));
        assertFails("SELECT * FROM glmm('y ~ z + (1 | g)', 'SELECT g, x, y FROM obs')")
                .hasMessageContaining("GLMM-201: ");
    }

    @Test
    void aFitToAQueryIsDoneOnce() throws SQLException {
        Fitting.forget();
        long before = Fitting.count();
        database.rows("SELECT * FROM glmm(" + MODEL + ", 'SELECT g, x, y FROM obs')");
        assertThat(Fitting.count() - before).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS y; DROP TABLE obs",
                "SELECT 1 AS y) t; DROP TABLE obs; SELECT * FROM (SELECT 1",
                "DROP TABLE obs",
                "DELETE FROM obs",
                "INSERT INTO obs SELECT * FROM obs",
                "SELECT * FROM nowhere",
                "",
            })
    void aQueryArgumentIsOneQueryAndNothingElse(String query) throws SQLException {
        assertFails("SELECT * FROM glmm('y ~ 1', '" + query + "')");
        assertFails("SELECT * FROM glmm_fixef_by('" + query + "')");
        assertThat(database.value("SELECT COUNT(*) FROM obs")).hasToString("120");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT y, x, g FROM obs;",
                "SELECT y, x, g FROM obs ; \n",
                "/* all */ SELECT y, x, g FROM obs -- of them",
                "WITH q AS (SELECT y, x, g FROM obs) SELECT * FROM q",
            })
    void aQueryArgumentMayBeWrittenAsAnyQuery(String query) throws SQLException {
        assertThat(database.rows("SELECT term FROM glmm(" + MODEL + ", '" + query + "')"))
                .hasSize(3);
    }

    private static String quoted(String sql) {
        return sql.replace("'", "''");
    }
}
