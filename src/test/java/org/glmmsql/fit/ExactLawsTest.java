package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Test;

/** Conjugate laws have marginal likelihoods in closed form: quadrature gives them, and their maximum. */
class ExactLawsTest {
    private static final int CLUSTERS = 25;
    private static final int SIZE = 6;
    private static final double VALUE = 1e-8;
    private static final double MAXIMUM = 1e-6;

    private final Random random = new Random(11);
    private final double[] x = random.doubles(CLUSTERS * SIZE, -1, 1).toArray();

    /** The example of Lee and Nelder (1996): the negative binomial of a cluster, with covariates that vary within it. */
    @Test
    void poissonGamma() {
        double[] y = new double[x.length];
        for (int g = 0; g < CLUSTERS; g++) {
            double u = GammaDistribution.of(2, 0.5).inverseCumulativeProbability(random.nextDouble());
            for (int i = g * SIZE; i < (g + 1) * SIZE; i++)
                y[i] = PoissonDistribution.of(u * Math.exp(0.7 + 0.5 * x[i]))
                        .inverseCumulativeProbability(random.nextDouble());
        }
        FittedModel model = table(y).fit("y ~ x + (1 | g), poisson, random = gamma(log), nagq = 51");
        compare(
                model,
                new double[] {estimate(model, 0), estimate(model, 1), Table.sd(model, 0)},
                psi -> poissonGamma(y, psi));
    }

    private double poissonGamma(double[] y, double[] psi) {
        double k = 1 / (psi[2] * psi[2]);
        double sum = 0;
        for (int g = 0; g < CLUSTERS; g++) {
            double total = 0;
            double mean = 0;
            for (int i = g * SIZE; i < (g + 1) * SIZE; i++) {
                double eta = psi[0] + psi[1] * x[i];
                sum += y[i] * eta - LogGamma.value(y[i] + 1);
                total += y[i];
                mean += Math.exp(eta);
            }
            sum += LogGamma.value(total + k) - LogGamma.value(k) + k * Math.log(k) - (total + k) * Math.log(mean + k);
        }
        return sum;
    }

    @Test
    void gammaInverseGamma() {
        double[] y = new double[x.length];
        for (int g = 0; g < CLUSTERS; g++) {
            double u = 1 / GammaDistribution.of(5, 0.25).inverseCumulativeProbability(random.nextDouble());
            for (int i = g * SIZE; i < (g + 1) * SIZE; i++)
                y[i] = GammaDistribution.of(3, u * Math.exp(0.7 + 0.5 * x[i]) / 3)
                        .inverseCumulativeProbability(random.nextDouble());
        }
        FittedModel model = table(y).fit("y ~ x + (1 | g), Gamma(log), random = inverse.gamma(log), nagq = 51");
        compare(
                model,
                new double[] {estimate(model, 0), estimate(model, 1), Table.sd(model, 0), model.sigma()},
                psi -> gammaInverseGamma(y, psi));
    }

    private double gammaInverseGamma(double[] y, double[] psi) {
        double rate = 1 / (psi[2] * psi[2]);
        double a = 1 + rate;
        double shape = 1 / (psi[3] * psi[3]);
        double sum = 0;
        for (int g = 0; g < CLUSTERS; g++) {
            double ratios = 0;
            for (int i = g * SIZE; i < (g + 1) * SIZE; i++) {
                double eta = psi[0] + psi[1] * x[i];
                sum += shape * (Math.log(shape) - eta) + (shape - 1) * Math.log(y[i]) - LogGamma.value(shape);
                ratios += y[i] / Math.exp(eta);
            }
            double posterior = a + SIZE * shape;
            sum += a * Math.log(rate)
                    - LogGamma.value(a)
                    + LogGamma.value(posterior)
                    - posterior * Math.log(rate + shape * ratios);
        }
        return sum;
    }

    /** Beta-binomial; with a fixed effect there is no closed form. */
    @Test
    void binomialBeta() {
        double[] y = new double[CLUSTERS];
        int[] trials = new int[CLUSTERS];
        for (int g = 0; g < CLUSTERS; g++) {
            double u = BetaDistribution.of(1.5, 1.5).inverseCumulativeProbability(random.nextDouble());
            trials[g] = 5 + random.nextInt(20);
            y[g] = BinomialDistribution.of(trials[g], u).inverseCumulativeProbability(random.nextDouble());
        }
        Table table = new Table(CLUSTERS)
                .number("s", g -> y[g])
                .number("f", g -> trials[g] - y[g])
                .text("g", g -> "g" + g);
        FittedModel model = table.fit("cbind(s, f) ~ 0 + (1 | g), binomial, random = beta(logit), nagq = 51");
        compare(model, new double[] {Table.sd(model, 0)}, psi -> {
            double a = 0.5 / (psi[0] * psi[0]);
            double sum = 0;
            for (int g = 0; g < CLUSTERS; g++)
                sum += LogGamma.value(trials[g] + 1)
                        - LogGamma.value(y[g] + 1)
                        - LogGamma.value(trials[g] - y[g] + 1)
                        + LogBeta.value(y[g] + a, trials[g] - y[g] + a)
                        - LogBeta.value(a, a);
            return sum;
        });
    }

    private Table table(double[] y) {
        return new Table(x.length).number("y", i -> y[i]).number("x", i -> x[i]).text("g", i -> "g" + i / SIZE);
    }

    private static double estimate(FittedModel model, int k) {
        return model.fixed().get(k).estimate();
    }

    /** The value is the closed form's, and one Newton step of the closed form from our estimates leads nowhere. */
    private static void compare(FittedModel model, double[] psi, ToDoubleFunction<double[]> closedForm) {
        assertThat(model.logLik()).isCloseTo(closedForm.applyAsDouble(psi), within(VALUE));
        int d = psi.length;
        DMatrixRMaj gradient = new DMatrixRMaj(d, 1);
        DMatrixRMaj hessian = new DMatrixRMaj(d, d);
        for (int k = 0; k < d; k++) {
            gradient.set(k, slope(closedForm, psi, k));
            int column = k;
            for (int i = 0; i < d; i++) hessian.set(i, k, slope(at -> slope(closedForm, at, column), psi, i));
        }
        CommonOps_DDRM.invert(hessian);
        DMatrixRMaj step = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.mult(hessian, gradient, step);
        assertThat(Arrays.stream(step.data).map(Math::abs).max().orElseThrow()).isLessThan(MAXIMUM);
    }

    private static double slope(ToDoubleFunction<double[]> f, double[] psi, int k) {
        double h = 1e-3;
        double[] at = new double[4];
        double[] steps = {-2, -1, 1, 2};
        for (int s = 0; s < 4; s++) {
            double[] shifted = psi.clone();
            shifted[k] += steps[s] * h;
            at[s] = f.applyAsDouble(shifted);
        }
        return (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h);
    }
}
