package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.glmmsql.random.LawQuadrature;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.RandomLaws;

/**
 * E g(eta + z' b) over the laws of the random effects: the mean of a row of an unknown level. All normal effects of a row are one normal
 * variable; every other effect has a rule of its own, and the rules are multiplied.
 */
final class MarginalMean {
    /** Of each rule: errors of a probability are below 1e-8 for a standard deviation of 1 on the logit scale, 1e-4 for 3. */
    private static final int NODES = 61;

    private static final LawQuadrature STANDARD_NORMAL =
            RandomLaws.byName("normal").quadrature(1, NODES);

    /** Effects without a variance are 0. */
    private static final LawQuadrature NOTHING = new LawQuadrature(new double[1], new double[] {1});

    private final List<RandomTerm> effects;
    /** By term and coefficient; empty for normal terms. */
    private final List<List<LawQuadrature>> rules = new ArrayList<>();

    MarginalMean(List<RandomTerm> effects) {
        this.effects = effects;
        for (RandomTerm term : effects) {
            RandomLaw law = RandomLaws.byName(term.law());
            int q = term.q();
            List<LawQuadrature> ofTerm = new ArrayList<>();
            for (int k = 0; k < q && law.dependsOnTheta(); k++) {
                double lambda = term.sigma()[k * q + k];
                ofTerm.add(lambda > 0 ? law.quadrature(lambda, NODES) : NOTHING);
            }
            rules.add(ofTerm);
        }
    }

    /** @param z by random term, the q values that multiply its effects */
    double of(DoubleUnaryOperator g, double eta, double[][] z) {
        double variance = 0;
        for (int t = 0; t < z.length; t++) {
            int q = z[t].length;
            for (int i = 0; rules.get(t).isEmpty() && i < q; i++) {
                for (int j = 0; j < q; j++) {
                    variance += z[t][i] * effects.get(t).sigma()[i * q + j] * z[t][j];
                }
            }
        }
        DoubleUnaryOperator mean = variance > 0 ? average(g, Math.sqrt(variance), STANDARD_NORMAL) : g;
        for (int t = 0; t < z.length; t++) {
            for (int k = 0; k < rules.get(t).size(); k++) {
                mean = average(mean, z[t][k], rules.get(t).get(k));
            }
        }
        return mean.applyAsDouble(eta);
    }

    /** eta to E g(eta + scale v). */
    private static DoubleUnaryOperator average(DoubleUnaryOperator g, double scale, LawQuadrature rule) {
        return eta -> {
            double sum = 0;
            for (int i = 0; i < rule.v().length; i++) {
                sum += rule.probabilities()[i] * g.applyAsDouble(eta + scale * rule.v()[i]);
            }
            return sum;
        };
    }
}
