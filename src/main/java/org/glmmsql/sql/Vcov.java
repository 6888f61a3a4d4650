package org.glmmsql.sql;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.FittedModel;
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
            "covariance matrix of the fixed effects of the mean, a row for each entry, both triangles; a column that was dropped has none",
            Vcov::of,
            List.of(
                    new ResultColumn<>(
                            "component1",
                            ColumnType.TEXT,
                            Vcov::component1,
                            "component of term1, as in glmm_tidy: cond"),
                    new ResultColumn<>("term1", ColumnType.TEXT, Vcov::term1, "name of a coefficient, as in glmm_tidy"),
                    new ResultColumn<>("component2", ColumnType.TEXT, Vcov::component2, "component of term2"),
                    new ResultColumn<>("term2", ColumnType.TEXT, Vcov::term2, "name of a coefficient"),
                    new ResultColumn<>(
                            "covariance",
                            ColumnType.DOUBLE,
                            Vcov::covariance,
                            "of the two estimates; for a term with itself the square of its standard error")));

    private static List<Vcov> of(FittedModel model) {
        List<String> terms = model.fixed().stream()
                .filter(c -> !Double.isNaN(c.estimate()))
                .map(Coefficient::term)
                .toList();
        List<Vcov> entries = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            for (int j = 0; j < terms.size(); j++) {
                double covariance = model.vcov()[i][j] + 0.0; // H2 has no negative zero
                entries.add(new Vcov("cond", terms.get(i), "cond", terms.get(j), covariance));
            }
        }
        return entries;
    }
}
