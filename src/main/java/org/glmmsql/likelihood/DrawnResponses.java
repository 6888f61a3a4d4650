package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;

/**
 * Data of a model with responses drawn from it, random effects new from their normal laws, in the units of the fit, which the family is closed
 * under changes of. Rows are those of the data, none merged with another. Immutable.
 */
public final class DrawnResponses {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);
    /** By which a number of trials may miss a whole one: rounding. */
    private static final double WHOLE = 1e-3;

    private final ModelDataBuilder.Built built;
    private final ModelData data;
    private final Family family;
    private final String link;
    private final double[][] fixed;
    private final double[][] lambdas;
    private final double[] thresholds;

    /**
     * @param built rows that are not merged
     * @param psi all parameters
     * @param unit of Lambda, where that is relative to sigma; else 1
     * @throws GlmmException NOT_APPLICABLE for shares of a number of trials that is not whole
     */
    public DrawnResponses(ModelDataBuilder.Built built, Family family, String link, double[] psi, double unit) {
        this.built = built;
        this.family = family;
        this.link = link;
        data = built.data();
        boolean categories = built.thresholds() != null;
        fixed = new double[categories ? 1 : data.predictors().size()][data.n()];
        data.fixedPredictors(0, data.n(), psi, fixed);
        lambdas = new double[data.terms().size()][];
        for (int t = 0; t < lambdas.length; t++) {
            lambdas[t] = data.terms().get(t).lambdas(psi);
            for (int k = 0; k < lambdas[t].length; k++) lambdas[t][k] *= unit;
        }
        thresholds = new double[categories ? built.thresholds().names().size() : 0];
        for (int j = 0; j < thresholds.length; j++)
            if (j != built.thresholds().reference())
                thresholds[j] = psi[data.p() + built.thresholds().place(j)];
        if (family.ofTrials()) requireWholeTrials(data.w());
    }

    private static void requireWholeTrials(double[] trials) {
        for (double w : trials)
            if (Math.abs(w - Math.rint(w)) > WHOLE)
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "conf = bootstrap draws shares of whole numbers of trials, and a row has " + w
                                + " of them; give weights that are numbers of trials, or use conf = profile");
    }

    /** The same model with other responses, by the numbers of a generator. */
    public ModelDataBuilder.Built draw(RandomGenerator random) {
        double[][] eta = Arrays.stream(fixed).map(double[]::clone).toArray(double[][]::new);
        for (int t = 0; t < lambdas.length; t++)
            addEffects(
                    data.terms().get(t),
                    lambdas[t],
                    random,
                    eta[data.terms().get(t).predictor()]);
        double[] y = data.y().clone();
        double[] w = data.w();
        double[] predictors = new double[eta.length + thresholds.length];
        System.arraycopy(thresholds, 0, predictors, eta.length, thresholds.length);
        for (int i = 0; i < y.length; i++) {
            if (!(w[i] > 0)) continue;
            for (int s = 0; s < eta.length; s++) predictors[s] = eta[s][i];
            y[i] = family.distribution(link, predictors.clone(), family.ofTrials() ? Math.rint(w[i]) : w[i])
                    .draw(random);
        }
        return built.with(withResponses(y));
    }

    /** Adds z' b with b = Lambda u, u standard normal. */
    private static void addEffects(TermData term, double[] lambdas, RandomGenerator random, double[] eta) {
        int q = term.q();
        double[] b = new double[term.m() * q];
        double[] u = new double[q];
        for (int l = 0; l < term.m(); l++) {
            int effects = term.effects(l);
            for (int k = 0; k < effects; k++)
                u[k] = STANDARD.inverseCumulativeProbability(((random.nextLong() >>> 12) + 0.5) * 0x1p-52);
            for (int i = 0; i < effects; i++)
                for (int k = 0; k <= i; k++) b[l * q + i] += lambdas[term.at(l) + i * q + k] * u[k];
        }
        for (int k = 0; k < q; k++)
            for (int i = 0; i < eta.length; i++) eta[i] += term.z()[k][i] * b[term.level()[i] * q + k];
    }

    private ModelData withResponses(double[] y) {
        List<PredictorData> predictors = new ArrayList<>();
        for (PredictorData predictor : data.predictors()) {
            Parameter parameter = predictor.parameter();
            // which thresholds a row has is what its category says
            predictors.add(
                    parameter.threshold() == null
                            ? predictor
                            : built.thresholds().predictor(parameter, y, data.p()));
        }
        double logConstant = 0;
        for (int i = 0; i < y.length; i++) logConstant += data.density().logConstant(y[i], data.w()[i]);
        return new ModelData(
                data.n(),
                y,
                data.w(),
                data.count(),
                predictors,
                data.terms(),
                data.density(),
                logConstant,
                data.nobs(),
                data.residual());
    }
}
