package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.design.Response;
import org.glmmsql.design.ScoringResponse;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Family;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.ExactSum;

/**
 * The log-likelihood of new rows at the estimates of a model, their levels being none of the fit's: random effects are integrated out as the
 * fit did it, by the Laplace approximation or by quadrature. That of the rows of a fit by ML is its own. The same bits in whatever order the
 * rows come. Immutable.
 */
public final class NewDataLogLik {
    private final Predictor predictor;

    private NewDataLogLik(Predictor predictor) {
        this.predictor = predictor;
    }

    /** Of a model, with estimates or without. */
    public static NewDataLogLik of(Predictor predictor) {
        return new NewDataLogLik(predictor);
    }

    /** The columns of the fit, in its order. */
    public List<String> variables() {
        return predictor.spec().variables();
    }

    /**
     * @param columns with the names of {@link #variables}; rows with a NULL, of weight 0, or that cannot be estimated are left out
     * @param cancellation throws to stop
     * @return NaN for a model without estimates, minus infinity for responses that the model has not
     * @throws GlmmException as predictions and residuals; NOT_APPLICABLE for correlated residuals; LIMIT for too many levels that are
     *     connected
     */
    public double value(List<Column> columns, int rows, Runnable cancellation) {
        if (!predictor.isFitted()) {
            return Double.NaN;
        }
        LogLikRows all = rows(columns, rows);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < all.y().length; i++) {
            sum.add(all.density().logConstant(all.y()[i], all.w()[i]));
        }
        for (LogLikRows.Part part : all.parts()) {
            cancellation.run();
            double value = new LaplaceOfRows(all, part, predictor.model().nagq()).value();
            if (Double.isNaN(value)) {
                return Double.NEGATIVE_INFINITY;
            }
            sum.add(value);
        }
        return sum.value();
    }

    private LogLikRows rows(List<Column> columns, int rows) {
        PredictOptions options = PredictOptions.parse("re = none");
        RowDistributions.Rows bound = predictor.distributions().bind(columns, rows, options);
        ScoringResponse.Rows given = predictor.response().bind(columns, rows);
        Family family = predictor.distributions().family();
        double[] weights = family.priorWeights(given.response(), given.weights());
        Response response = family.taken(given.response(), weights).response();
        int[] kept = IntStream.range(0, weights.length)
                .filter(k -> weights[k] > 0 && bound.isKnown(given.rows()[k]))
                .toArray();
        List<LogLikRows.Term> terms = new ArrayList<>();
        for (int s = 0; s < bound.size(); s++) {
            PredictedPart.Rows part = bound.part(s);
            for (int t = 0; part != null && t < part.terms().size(); t++) {
                terms.add(new LogLikRows.Term(
                        s, part.terms().get(t), new String[kept.length], new double[kept.length][]));
            }
        }
        double[][] eta = new double[bound.size()][kept.length];
        double[] y = new double[kept.length];
        double[] w = new double[kept.length];
        for (int r = 0; r < kept.length; r++) {
            int i = given.rows()[kept[r]];
            y[r] = response.y()[kept[r]];
            w[r] = weights[kept[r]];
            int at = 0;
            for (int s = 0; s < bound.size(); s++) {
                eta[s][r] = bound.eta(s, i);
                PredictedPart.Rows part = bound.part(s);
                double[][] z = part == null || part.terms().isEmpty() ? new double[0][] : part.z(i);
                for (int t = 0; t < z.length; t++, at++) {
                    terms.get(at).level()[r] = part.levelName(t, i);
                    terms.get(at).z()[r] = z[t].clone();
                }
            }
        }
        double[] thresholds = predictor.distributions().thresholds();
        return new LogLikRows(
                        y,
                        w,
                        thresholds.length == 0 ? eta : withThresholds(eta[0], y, thresholds),
                        terms,
                        family.density(predictor.model().link()))
                .sorted();
    }

    /** Of ordered categories: eta, and the thresholds above and below the category of a row. */
    private static double[][] withThresholds(double[] eta, double[] y, double[] thresholds) {
        double[][] all = {eta, new double[y.length], new double[y.length]};
        for (int i = 0; i < y.length; i++) {
            int category = (int) y[i];
            all[1][i] = category <= thresholds.length ? thresholds[category - 1] : Double.POSITIVE_INFINITY;
            all[2][i] = category > 1 ? thresholds[category - 2] : Double.NEGATIVE_INFINITY;
        }
        return all;
    }
}
