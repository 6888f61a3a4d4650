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
    /** Of each rule of a law that is not normal. */
    private static final int NODES = 61;

    /** Standard deviations of a standard normal variable beyond which there is less than the last digit. */
    private static final double REACH = 8.5;

    /** Of the trapezoid rule, in standard deviations: errors of e^(-2 pi^2 / h^2) from the normal density. */
    private static final double WIDEST_STEP = 0.4;

    /** The nearest singularity of a logistic function is pi from the real line: an error of e^(-2 pi pi / 0.7). */
    private static final double STEP_OF_PREDICTOR = 0.7;

    private static final int MOST_NODES = 20_000;

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

    /** z' Sigma z. */
    static double variance(double[] z, RandomTerm term) {
        int q = z.length;
        double variance = 0;
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                variance += z[i] * term.sigma()[i * q + j] * z[j];
            }
        }
        return variance;
    }

    /** @param z by random term, the q values that multiply its effects */
    double of(DoubleUnaryOperator g, double eta, double[][] z) {
        double variance = 0;
        for (int t = 0; t < z.length; t++) {
            variance += rules.get(t).isEmpty() ? variance(z[t], effects.get(t)) : 0;
        }
        DoubleUnaryOperator mean = variance > 0 ? normal(g, Math.sqrt(variance)) : g;
        for (int t = 0; t < z.length; t++) {
            for (int k = 0; k < rules.get(t).size(); k++) {
                mean = average(mean, z[t][k], rules.get(t).get(k));
            }
        }
        return mean.applyAsDouble(eta);
    }

    /**
     * eta to E g(eta + sd z), z standard normal, by the trapezoid rule, whose error falls geometrically for functions that are analytic
     * about the real line, however wide the law is. The mean of e^(sd z) is that of a normal variable about sd: the rule reaches there.
     */
    private static DoubleUnaryOperator normal(DoubleUnaryOperator g, double sd) {
        double end = REACH + sd;
        double step = Math.max(Math.min(WIDEST_STEP, STEP_OF_PREDICTOR / sd), 2 * end / MOST_NODES);
        int n = (int) Math.ceil(end / step);
        double[] weight = new double[n + 1];
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double z = i * step;
            weight[i] = Math.exp(-0.5 * z * z);
            sum += i == 0 ? weight[i] : 2 * weight[i];
        }
        double total = sum;
        return eta -> {
            double mean = weight[0] * g.applyAsDouble(eta);
            for (int i = 1; i <= n && weight[i] > 0; i++) {
                double v = sd * (i * step);
                mean += weight[i] * (g.applyAsDouble(eta + v) + g.applyAsDouble(eta - v));
            }
            return mean / total;
        };
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
