package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.design.Design;
import org.glmmsql.family.Family;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.likelihood.ClusterLikelihood;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.JointLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.optimize.Minimizer;

/**
 * Standard errors from another Hessian of the same objective at the same estimates: central differences of its gradient with four steps of
 * each parameter's standard error, extrapolated to none (Richardson 1911).
 */
public final class Richardson {
    private static final int STEPS = 4;
    private static final double FIRST = 0.02;

    private Richardson() {}

    /** @return largest relative difference of the standard errors of beta, delta and theta; NaN if this is no maximum of a likelihood */
    public static double worst(ModelSpec spec, Design design) {
        ModelKind kind = ModelKind.of(spec);
        if (kind.solvesEquations()) return Double.NaN;
        Family family = kind.family();
        double[] weights = family.priorWeights(design.response(), design.weights());
        ModelDataBuilder.Built built = ModelDataBuilder.build(design, family, kind.link(), weights);
        Start start = new Start(built.data(), family, family.link(kind.link()));
        Estimation estimation = new Estimation(built.data(), new Minimizer(1e-9, 500));
        if (kind.exactGaussian()) {
            GaussianLikelihood likelihood = new GaussianLikelihood(
                    built.data(), kind.method() == Method.REML, built.fixed().logDeterminant(), () -> {}, 1);
            Estimates estimates = estimation.gaussian(likelihood, start);
            return worst(likelihood, estimates, built.data().thetaFrom());
        }
        if (kind.correlated()) {
            CorrelatedLikelihood likelihood = new CorrelatedLikelihood(
                    built.data(), kind.method() == Method.REML, built.fixed().logDeterminant(), () -> {}, 1);
            return worst(
                    likelihood,
                    estimation.correlated(likelihood, start),
                    built.data().p());
        }
        if (kind.method() == Method.REML) {
            JointLikelihood likelihood = JointLikelihood.restricted(
                    built.data(),
                    Arrays.copyOf(start.psi, built.data().p()),
                    built.fixed().logDeterminant(),
                    () -> {},
                    1);
            return worst(likelihood, estimation.joint(likelihood, start), 0);
        }
        // levels that lack positions are blocks of their own kind
        boolean partial = built.data().terms().stream().anyMatch(term -> term.isPartial());
        MarginalLikelihood likelihood = kind.oneFactor() && !partial
                ? new ClusterLikelihood(built.data(), spec.options().nagq(), () -> {}, 1)
                : new JointLikelihood(built.data(), () -> {}, 1);
        return worst(likelihood, estimation.joint(likelihood, start), 0);
    }

    /** @param from first parameter of the likelihood in the covariance */
    private static double worst(MarginalLikelihood likelihood, Estimates estimates, int from) {
        int d = likelihood.size();
        double[] x = Arrays.copyOfRange(estimates.psi(), from, from + d);
        double[] se = new double[d];
        for (int k = 0; k < d; k++) se[k] = Math.sqrt(estimates.covariance()[from + k][from + k]);
        for (double value : se) if (!(value > 0)) return Double.NaN;
        double[][] information = new double[d][d];
        for (int k = 0; k < d; k++) {
            double[] column = extrapolated(likelihood, x, k, se[k]);
            for (int i = 0; i < d; i++) information[i][k] = -column[i];
        }
        for (int i = 0; i < d; i++)
            for (int k = 0; k < i; k++)
                information[i][k] = information[k][i] = 0.5 * (information[i][k] + information[k][i]);
        double[][] covariance = new InformationMatrix(information).covariance;
        double worst = 0;
        for (int k = 0; k < d; k++) worst = Math.max(worst, Math.abs(Math.sqrt(covariance[k][k]) / se[k] - 1));
        return worst;
    }

    /** d gradient / d x_k. */
    private static double[] extrapolated(MarginalLikelihood likelihood, double[] x, int k, double se) {
        int d = x.length;
        double[][] table = new double[STEPS][];
        double[] up = new double[d];
        double[] down = new double[d];
        for (int s = 0; s < STEPS; s++) {
            double h = FIRST * se / (1 << s);
            double[] at = x.clone();
            at[k] = x[k] + h;
            // twice: the second time the modes are exact
            likelihood.evaluate(at, up);
            likelihood.evaluate(at, up);
            at[k] = x[k] - h;
            likelihood.evaluate(at, down);
            likelihood.evaluate(at, down);
            table[s] = new double[d];
            for (int i = 0; i < d; i++) table[s][i] = (up[i] - down[i]) / (2 * h);
        }
        for (int order = 1; order < STEPS; order++)
            for (int s = STEPS - 1; s >= order; s--)
                for (int i = 0; i < d; i++) {
                    double factor = Math.pow(4, order);
                    table[s][i] = (factor * table[s][i] - table[s - 1][i]) / (factor - 1);
                }
        return table[STEPS - 1];
    }
}
