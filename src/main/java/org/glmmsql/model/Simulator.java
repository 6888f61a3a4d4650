package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.glmmsql.design.Response;
import org.glmmsql.design.ScoringResponse;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Family;
import org.glmmsql.frame.Column;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/**
 * Responses drawn from a model, each from a seed, the number of the draw and its row's own values, and random effects from the seed, the draw
 * and the name of their level: the same on every engine and in any order of the rows. Immutable.
 */
public final class Simulator {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private final Predictor predictor;
    private final SimulateOptions options;

    private Simulator(Predictor predictor, SimulateOptions options) {
        this.predictor = predictor;
        this.options = options;
    }

    /** @throws GlmmException NOT_FITTED with failed = error */
    public static Simulator of(Predictor predictor, SimulateOptions options) {
        if (options.rows().failed() == PredictOptions.Refusal.ERROR) {
            predictor.requireFitted();
        }
        return new Simulator(predictor, options);
    }

    /** The columns: that of the key first, if there is one; then those of predictions, with them trials and weights, in the order of the model text. */
    public List<String> variables() {
        Set<String> needed = new HashSet<>(predictor.model().recipe().variables());
        needed.addAll(predictor.response().variablesOfWeights());
        List<String> names = new ArrayList<>(
                predictor.spec().variables().stream().filter(needed::contains).toList());
        if (options.key() != null && !names.contains(options.key())) {
            names.add(0, options.key());
        }
        return names;
    }

    /**
     * @param columns with the names of {@link #variables}
     * @return a response for each row: a number of successes where the model has numbers of trials, the number of an ordered category; NaN
     *     for NULL
     * @throws GlmmException as predictions; NOT_APPLICABLE for responses that are correlated
     */
    public double[] values(List<Column> columns, int rows) {
        double[] values = new double[rows];
        Arrays.fill(values, Double.NaN);
        if (!predictor.isFitted()) {
            return values;
        }
        RowDistributions.Rows distributions = predictor.distributions().bind(columns, rows, options.rows());
        double[] weights = weights(columns, rows);
        boolean counts =
                predictor.response().hasTrials() && predictor.spec().options().ofTrials();
        Family family = predictor.distributions().family();
        RowHash drawn = new RowHash(RowHash.start(options.seed(), options.draw()), columns);
        Map<String, double[]> effects = new HashMap<>();
        double[] eta = new double[distributions.size()];
        for (int i = 0; i < rows; i++) {
            if (weights[i] > 0 && distributions.isKnown(i)) {
                for (int k = 0; k < eta.length; k++) {
                    eta[k] = distributions.eta(k, i) + effect(distributions.part(k), i, effects);
                }
                double weight = Residuals.checked(family, weights[i]);
                double value = distributions.of(eta, weight).quantile(drawn.uniform(i));
                values[i] = counts ? Math.rint(value * weight) : value;
            }
        }
        return values;
    }

    /** Ones where the model has neither trials nor weights; 0 where one is NULL. */
    private double[] weights(List<Column> columns, int rows) {
        double[] weights = new double[rows];
        if (predictor.response().variablesOfWeights().isEmpty()) {
            Arrays.fill(weights, 1);
            return weights;
        }
        ScoringResponse.Rows given = predictor.response().bindWeights(columns, rows);
        Response response = given.response();
        double[] found = predictor.distributions().family().priorWeights(response, given.weights());
        for (int k = 0; k < found.length; k++) {
            weights[given.rows()[k]] = found[k];
        }
        return weights;
    }

    /** z' b of the levels of row i, drawn from their laws; 0 if modes of the fit are in the predictor already. */
    private double effect(PredictedPart.Rows part, int i, Map<String, double[]> effects) {
        if (part == null || options.effects() == SimulateOptions.Effects.CONDITIONAL) {
            return 0;
        }
        double sum = 0;
        List<RandomTerm> terms = part.terms();
        double[][] z = terms.isEmpty() ? new double[0][] : part.z(i);
        for (int t = 0; t < terms.size(); t++) {
            RandomTerm term = terms.get(t);
            String name = t + ":" + term.component() + ":" + term.group() + ":" + part.levelName(t, i);
            double[] b = effects.computeIfAbsent(name, any -> drawn(term, any));
            for (int c = 0; c < b.length; c++) {
                sum += z[t][c] * b[c];
            }
        }
        return sum;
    }

    /** b = L u with Sigma = L L' and u standard normal; of another law each effect on its own. */
    private double[] drawn(RandomTerm term, String name) {
        int q = term.q();
        long start = RowHash.text(RowHash.start(options.seed(), options.draw()), name);
        RandomLaw law = RandomLaws.byName(term.law());
        double[][] lower = LowerRoot.of(term.sigma(), q);
        double[] b = new double[q];
        for (int j = 0; j < q && law.dependsOnTheta(); j++) {
            double lambda = term.sigma()[j * q + j];
            b[j] = lambda > 0 ? law.quantile(lambda, RowHash.uniform(start + j)) : 0;
        }
        if (law.dependsOnTheta()) {
            return b;
        }
        for (int j = 0; j < q; j++) {
            double u = STANDARD.inverseCumulativeProbability(RowHash.uniform(start + j));
            for (int i = j; i < q; i++) {
                b[i] += lower[i][j] * u;
            }
        }
        return b;
    }
}
