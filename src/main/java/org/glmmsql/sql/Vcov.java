package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelParameter;
import org.glmmsql.model.ResultColumn;
import org.glmmsql.model.ResultTable;

/**
 * {@code glmm_vcov}: an entry of the covariance matrix of the coefficients.
 *
 * @param component1 as in {@code glmm_tidy}
 */
record Vcov(String component1, String term1, String component2, String term2, double covariance) {
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
                            "of the two estimates; for a term with itself the square of its standard error; NULL where it is not known, as across components of a model that an earlier version stored")));

    private static List<Vcov> of(FittedModel model) {
        double[][] covariance = model.covarianceOfCoefficients();
        List<ModelParameter> coefficients = model.parameters().subList(0, covariance.length);
        List<Vcov> entries = new ArrayList<>();
        for (int i = 0; i < covariance.length; i++) {
            ModelParameter one = coefficients.get(i);
            for (int j = 0; j < covariance.length; j++) {
                ModelParameter other = coefficients.get(j);
                double entry = covariance[i][j] + 0.0; // H2 has no negative zero
                entries.add(new Vcov(one.component(), one.name(), other.component(), other.name(), entry));
            }
        }
        return entries;
    }
}
