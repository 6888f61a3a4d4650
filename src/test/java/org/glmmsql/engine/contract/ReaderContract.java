package org.glmmsql.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.Models;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;
import org.glmmsql.model.Status;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structures;
import org.glmmsql.sql.FunctionCatalog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code glmm_tidy, glmm_fixef, glmm_ranef, glmm_varcorr, glmm_glance, glmm_vcov (model)} and their {@code _by} forms. */
public abstract class ReaderContract extends Contract {
    protected ReaderContract(String url) {
        super(url);
    }

    static Stream<ResultTable<FittedModel, ?>> tables() {
        return FunctionCatalog.READERS.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rowsAreThoseOfTheModel(ResultTable<FittedModel, ?> table) throws SQLException {
        FittedModel model = Models.complete();
        assertThat(database.rows(read(table, literal(model)))).isEqualTo(expected(table, model));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void nullHasNoRows(ResultTable<FittedModel, ?> table) throws SQLException {
        assertThat(database.rows(read(table, "NULL"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aModelWithoutEstimatesHasOnlyItsGlance(ResultTable<FittedModel, ?> table) throws SQLException {
        FittedModel model = Models.withoutEstimates();
        assertThat(database.rows(read(table, literal(model)))).isEqualTo(expected(table, model));
        assertThat(expected(table, model)).hasSize(table == ResultTable.GLANCE ? 1 : 0);
    }

    /** No rows could be taken for no effects. */
    @ParameterizedTest
    @MethodSource("tables")
    void dataThatAllowNoModelAreTheirErrorAgain(ResultTable<FittedModel, ?> table) throws SQLException {
        String fit = "(SELECT glmm_fit(" + MODEL + ", y - 1, x, g) FROM obs)";
        if (table == ResultTable.GLANCE) {
            List<Object> row = database.rows(read(table, fit)).get(0);
            assertThat(row.get(0)).isEqualTo("invalid_data");
            assertThat((String) row.get(1)).startsWith("GLMM-302: response 'y' has ");
        } else {
            assertFails(read(table, fit)).hasMessageContaining("GLMM-302: response 'y' has ");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatIsNotAModelIsACodedError(ResultTable<FittedModel, ?> table) {
        assertFails(read(table, "'abc'")).hasMessageContaining("GLMM-501: ");
        assertFails(read(table, "'{}'")).hasMessageContaining("GLMM-501: ");
        assertFails(read(table, "'{\"glmm\":3}'")).hasMessageContaining("GLMM-502: ");
    }

    @Test
    void aReaderTakesAFit() throws SQLException {
        String fit = "(SELECT " + FIT + " FROM obs)";
        assertThat(database.rows(read(ResultTable.FIXEF, fit)))
                .extracting(row -> row.get(0))
                .containsExactly("(Intercept)", "x");
        assertThat(database.rows(read(ResultTable.GLANCE, fit)))
                .extracting(row -> row.get(2))
                .containsExactly(118);
    }

    @Test
    void covariancesAreThoseOfTheEstimates() throws SQLException {
        String fit = "(SELECT " + FIT + " FROM obs)";
        List<List<Object>> entries = database.rows(read(reader("vcov"), fit));
        assertThat(entries)
                .extracting(row -> row.subList(0, 4))
                .containsExactly(
                        List.of("cond", "(Intercept)", "cond", "(Intercept)"),
                        List.of("cond", "(Intercept)", "cond", "x"),
                        List.of("cond", "x", "cond", "(Intercept)"),
                        List.of("cond", "x", "cond", "x"));
        List<List<Object>> fixed = database.rows(read(ResultTable.FIXEF, fit));
        for (int j = 0; j < 2; j++) {
            double error = (double) fixed.get(j).get(2);
            assertThat((double) entries.get(3 * j).get(4)).isCloseTo(error * error, withinPercentage(1e-10));
        }
        assertThat(entries.get(1).get(4)).isEqualTo(entries.get(2).get(4));
    }

    static Stream<Structure> structures() {
        return Structures.names().stream().map(Structures::byName);
    }

    /** Each with a row for each parameter that its structure tells, and for each effect. */
    @ParameterizedTest
    @MethodSource("structures")
    void effectsOfEveryStructureAreRead(Structure structure) throws SQLException {
        database.execute("CREATE TABLE structured AS SELECT glmm_fit('" + structured(structure)
                + "', y, x, g) AS model FROM obs");
        FittedModel model = ModelJson.parse(database.text("SELECT model FROM structured"));
        assertThat(model.status()).as(model.message()).isEqualTo(Status.OK);
        for (ResultTable<FittedModel, ?> table : FunctionCatalog.READERS) {
            assertThat(database.rows(read(table, "(SELECT model FROM structured)")))
                    .as(table.name())
                    .isEqualTo(expected(table, model));
        }
        List<String> effects =
                structure.byPosition() ? List.of("0", "1", "2", "3", "4", "5") : List.of("(Intercept)", "x");
        assertThat(database.rows(read(reader("ranef"), "(SELECT model FROM structured)")))
                .hasSize(12 * effects.size())
                .extracting(row -> row.get(2))
                .contains(effects.toArray());
        String label = structure.byPosition() ? "floor(5 * x)" : "1 + x";
        List<List<String>> told = structure.told(effects, label).stream()
                .map(row -> Arrays.asList("g", row.term1(), row.term2()))
                .toList();
        assertThat(database.rows(read(reader("varcorr"), "(SELECT model FROM structured)")))
                .extracting(row -> Arrays.asList(row.get(0), row.get(2), row.get(3)))
                .isEqualTo(told);
        assertThat(database.rows(read(reader("tidy"), "(SELECT model FROM structured)")))
                .hasSize(1 + told.size());
    }

    /** Counts by effects of a structure, over positions or over the columns 1 and x. */
    static String structured(Structure structure) {
        String position = structure.byPosition() ? "floor(5 * x)" : "x";
        return "y ~ 1 + " + structure.call() + "(" + position + " | g), family = poisson";
    }

    private static ResultTable<FittedModel, ?> reader(String name) {
        return tables().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    }

    private String literal(FittedModel model) {
        return literal(ModelJson.write(model));
    }

    private <R> List<List<@Nullable Object>> expected(ResultTable<FittedModel, R> table, FittedModel model) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (R row : table.rows().apply(model)) {
            List<@Nullable Object> values = new ArrayList<>();
            for (ResultColumn<R> column : table.columns()) {
                values.add(stored(column.valueOf(row)));
            }
            rows.add(values);
        }
        return rows;
    }
}
