package org.glmmsql.fit;

import java.util.Arrays;
import java.util.Map;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.optimize.Minimum;

/** Maximises a likelihood from a start and takes the observed information at the top. */
final class Estimation {
    private final ModelData data;
    private final Minimizer minimizer;

    Estimation(ModelData data, Minimizer minimizer) {
        this.data = data;
        this.minimizer = minimizer;
    }

    /** All parameters of the likelihood, the last ones of psi. */
    Estimates joint(MarginalLikelihood likelihood, Start start) {
        int all = data.size();
        int from = all - likelihood.size();
        double[][] metric = new double[all - from][];
        for (int i = from; i < all; i++) metric[i - from] = Arrays.copyOfRange(start.inverseInformation[i], from, all);
        Minimum minimum = minimizer.minimize(
                (x, g) -> negative(likelihood.evaluate(x, g), g), start.inside(likelihood, from), metric);
        double[] psi = snapToBoundary(likelihood, minimum.x(), -minimum.value());
        boolean moved = !Arrays.equals(psi, minimum.x());
        double logLik = moved ? likelihood.evaluate(psi, new double[psi.length]) : -minimum.value();
        return new Estimates(
                psi,
                new InformationMatrix(minimum.hessian()).covariance,
                false,
                logLik,
                Map.of(),
                likelihood.conditionalModes(psi),
                minimum.gradient(),
                minimum.hessian(),
                minimum.decrement(),
                minimum.converged(),
                minimum.iterations(),
                minimum.evaluations());
    }

    /** theta relative to sigma by the profiled gaussian likelihood; then (theta, log sigma) jointly for their information. */
    Estimates gaussian(GaussianLikelihood likelihood, Start start) {
        int from = data.thetaFrom();
        int d = likelihood.size();
        double[] theta = Arrays.copyOfRange(start.psi, from, from + d);
        double[][] metric = new double[d][];
        for (int i = 0; i < d; i++) {
            theta[i] /= start.sigma;
            metric[i] = Arrays.copyOfRange(start.inverseInformation[from + i], from, from + d);
            for (int j = 0; j < d; j++) metric[i][j] /= start.sigma * start.sigma;
        }
        Minimum minimum = minimizer.minimize((x, g) -> negative(likelihood.evaluate(x, g), g), theta, metric);
        theta = snapToBoundary(likelihood, minimum.x(), -minimum.value());
        double logLik = likelihood.evaluate(theta, new double[d]);
        double[] beta = likelihood.beta();
        double[][] betaCovariance = likelihood.betaCovariance();
        double logSigma = Math.log(likelihood.sigma());
        double[][] information =
                withLogSigma(minimum.hessian(), likelihood.logSigmaCrossInformation(), likelihood.denominator());
        double[][] varianceCovariance = new InformationMatrix(information).covariance;
        int p = data.p();
        double[] psi = new double[data.size()];
        double[][] covariance = new double[psi.length][psi.length];
        System.arraycopy(beta, 0, psi, 0, p);
        for (int i = 0; i < p; i++) System.arraycopy(betaCovariance[i], 0, covariance[i], 0, p);
        // delta = log sigma^2 comes before theta in psi
        psi[p] = 2 * logSigma;
        System.arraycopy(theta, 0, psi, from, d);
        for (int i = 0; i <= d; i++)
            for (int j = 0; j <= d; j++) {
                int a = i == d ? p : from + i;
                int b = j == d ? p : from + j;
                covariance[a][b] = varianceCovariance[i][j] * (i == d ? 2 : 1) * (j == d ? 2 : 1);
            }
        return new Estimates(
                psi,
                covariance,
                true,
                logLik,
                Map.of(),
                likelihood.conditionalModes(theta),
                minimum.gradient(),
                minimum.hessian(),
                minimum.decrement(),
                minimum.converged(),
                minimum.iterations(),
                minimum.evaluations());
    }

    /** The information of (theta, log sigma) from that of theta with sigma profiled out: I_tt = profile + I_ts I_st / I_ss, I_ss = 2 nu. */
    private static double[][] withLogSigma(double[][] profile, double[] cross, double nu) {
        int d = cross.length;
        double[][] joint = new double[d + 1][d + 1];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) joint[i][j] = profile[i][j] + cross[i] * cross[j] / (2 * nu);
            joint[i][d] = cross[i];
            joint[d][i] = cross[i];
        }
        joint[d][d] = 2 * nu;
        return joint;
    }

    private static double negative(double logLik, double[] gradient) {
        for (int i = 0; i < gradient.length; i++) gradient[i] = -gradient[i];
        return -logLik;
    }

    /**
     * The likelihood is even in the columns of Lambda, so a maximum at a variance of 0 is a smooth point that the optimizer comes
     * arbitrarily near: entries that may as well be 0 are set to 0, where the likelihood does not fall by more than rounding.
     */
    private double[] snapToBoundary(MarginalLikelihood likelihood, double[] x, double logLik) {
        int shift = data.thetaFrom() - (data.size() - likelihood.size());
        double[] current = x.clone();
        double[] gradient = new double[x.length];
        for (TermData term : data.terms())
            for (int k = 0; k < term.thetaSize(); k++) {
                int at = shift + term.thetaFrom() - data.thetaFrom();
                double kept = current[at + k];
                if (kept == 0 || Math.abs(kept) > NEAR_ZERO) continue;
                current[at + k] = 0;
                double there = likelihood.evaluate(current, gradient);
                if (!(there >= logLik - 1e-9 * Math.max(1, Math.abs(logLik)))) current[at + k] = kept;
            }
        return current;
    }

    private static final double NEAR_ZERO = 1e-3;
}
