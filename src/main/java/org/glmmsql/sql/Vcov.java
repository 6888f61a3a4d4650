package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.function.Argument;
import org.glmmsql.function.KeyedTable;
import org.glmmsql.function.Signature;
import org.glmmsql.function.Table;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.ModelParameter;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;
import org.jspecify.annotations.Nullable;

/**
 * {@code glmm_vcov}: an entry of the covariance matrix of the coefficients.
 *
 * @param component1 as in {@code glmm_tidy}
 */
record Vcov(
        String component1,
        String term1,
        String component2,
        String term2,
        double covariance,
        @Nullable String group1,
        @Nullable String group2) {
    static final ResultTable<FittedModel, Vcov> TABLE = new ResultTable<>(
            "vcov",
            "covariance matrix of the coefficients of all components, a row for each entry, both triangles; a column that was dropped has none",
            Vcov::of,
            List.of(
                    new ResultColumn<>(
                            "component1",
                            ColumnType.TEXT,
                            Vcov::component1,
                            "component of term1, as in glmm_tidy: cond, disp, ..."),
                    new ResultColumn<>("term1", ColumnType.TEXT, Vcov::term1, "name of a coefficient, as in glmm_tidy"),
                    new ResultColumn<>("component2", ColumnType.TEXT, Vcov::component2, "component of term2"),
                    new ResultColumn<>("term2", ColumnType.TEXT, Vcov::term2, "name of a coefficient"),
                    new ResultColumn<>(
                            "covariance",
                            ColumnType.DOUBLE,
                            Vcov::covariance,
                            "of the two estimates; for a term with itself the square of its standard error; NULL where it is not known, as across components of a model that an earlier version stored"),
                    new ResultColumn<>(
                            "group1",
                            ColumnType.TEXT,
                            Vcov::group1,
                            "with kind = joint the grouping factor of term1; NULL for a coefficient"),
                    new ResultColumn<>("group2", ColumnType.TEXT, Vcov::group2, "that of term2")));

    private static final Argument KIND = Argument.options(
            "kind",
            "empty for the coefficients, or joint: with standard deviations, correlations and the residual, as glmm_tidy names them");

    static final Table ONE = new Table(
            new Signature(
                    "glmm_vcov",
                    List.of(Reading.MODEL, KIND),
                    TABLE.doc(),
                    "SELECT * FROM glmm_vcov((SELECT model FROM fits WHERE region = 'north'))"),
            TABLE.columns(),
            texts -> values(ModelJson.parse(texts.get(0)).valid(), texts.get(1)));

    static final KeyedTable MANY = new KeyedTable(
            new Signature(
                    "glmm_vcov_by",
                    List.of(Reading.QUERY, KIND),
                    "glmm_vcov of every model of a query, after the query's key columns",
                    "SELECT * FROM glmm_vcov_by('SELECT region, model FROM fits')"),
            ONE,
            false,
            texts -> values(ModelJson.parse(texts.get(0)), texts.get(1)));

    private static List<Object[]> values(FittedModel model, String kind) {
        return of(model, kind).stream()
                .map(row -> TABLE.columns().stream().map(c -> c.valueOf(row)).toArray())
                .toList();
    }

    private static List<Vcov> of(FittedModel model) {
        return of(model, model.covarianceOfCoefficients());
    }

    /** @param kind empty, or joint for standard deviations and correlations too @throws GlmmException BAD_OPTION_VALUE */
    static List<Vcov> of(FittedModel model, String kind) {
        if (!kind.isBlank() && !kind.strip().equalsIgnoreCase("joint")) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "glmm_vcov has no kind '" + Excerpt.of(kind)
                            + "'; leave it out for coefficients, or write 'joint'");
        }
        if (kind.isBlank()) {
            return of(model);
        }
        double[][] triangle = model.withInference().covariance();
        double[][] square = new double[triangle.length][triangle.length];
        for (int i = 0; i < triangle.length; i++) {
            for (int j = 0; j <= i; j++) {
                square[i][j] = triangle[i][j];
                square[j][i] = triangle[i][j];
            }
        }
        return of(model, square);
    }

    private static List<Vcov> of(FittedModel model, double[][] covariance) {
        List<ModelParameter> coefficients = model.parameters().subList(0, covariance.length);
        List<Vcov> entries = new ArrayList<>();
        for (int i = 0; i < covariance.length; i++) {
            ModelParameter one = coefficients.get(i);
            for (int j = 0; j < covariance.length; j++) {
                ModelParameter other = coefficients.get(j);
                double entry = covariance[i][j] + 0.0; // H2 has no negative zero
                entries.add(new Vcov(
                        one.component(),
                        one.name(),
                        other.component(),
                        other.name(),
                        entry,
                        one.group(),
                        other.group()));
            }
        }
        return entries;
    }
}
