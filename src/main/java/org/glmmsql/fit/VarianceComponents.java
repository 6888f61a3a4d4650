package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.VarCorr;

/**
 * Variances, covariances and correlations of the random effects in the units of the data, with standard errors of standard deviations
 * and correlations by the delta method on (delta, theta).
 */
final class VarianceComponents {
    private static final double DIFFERENCE = 1e-6;

    private final Design design;
    private final ModelDataBuilder.Built built;
    private final Estimates estimates;
    private final double quantile;

    VarianceComponents(Design design, ModelDataBuilder.Built built, Estimates estimates, double quantile) {
        this.design = design;
        this.built = built;
        this.estimates = estimates;
        this.quantile = quantile;
    }

    /** Sigma of term t, q x q, in the units of the data; lambda on the diagonal for a law that is not normal. */
    double[] sigma(int t) {
        return sigma(t, estimates.psi());
    }

    private double[] sigma(int t, double[] psi) {
        TermData term = built.data().terms().get(t);
        double[] lambda = lambda(t, psi);
        int q = term.q();
        double[] sigma = new double[q * q];
        for (int i = 0; i < q; i++)
            for (int j = 0; j < q; j++)
                for (int k = 0; k < q; k++) sigma[i * q + j] += lambda[i * q + k] * lambda[j * q + k];
        return sigma;
    }

    /** A root of Sigma, q x q. */
    private double[] lambda(int t, double[] psi) {
        ModelData data = built.data();
        TermData term = data.terms().get(t);
        int q = term.q();
        double[] lambda = new double[q * q];
        if (term.law().dependsOnTheta()) {
            for (int k = 0; k < q; k++) lambda[k * q + k] = psi[term.thetaFrom() + k];
            return lambda;
        }
        term.lambda(psi, lambda);
        double factor = estimates.relative() ? Math.exp(psi[data.deltaFrom()] / 2) : 1;
        for (int i = 0; i < q * q; i++) lambda[i] *= factor;
        return built.random().get(t).unscaleRows(lambda);
    }

    /** The way back from the coordinates in which the effects of term t were estimated. */
    RandomScaling scaling(int t) {
        return built.random().get(t);
    }

    /** @param singularity what has no standard error, being on the boundary */
    List<VarCorr> rows(Singularity singularity) {
        List<VarCorr> rows = new ArrayList<>();
        ModelData data = built.data();
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            int q = term.q();
            int number = t;
            double[] sigma = sigma(t);
            for (int i = 0; i < q; i++) {
                int at = i;
                double sd = Math.sqrt(sigma[i * q + i]);
                double se = singularity.zero(t, i)
                        ? Double.NaN
                        : standardError(psi -> Math.sqrt(sigma(number, psi)[at * q + at]));
                rows.add(sdRow(term.group(), term.law(), term.terms().get(i), sigma[i * q + i], sd, se));
            }
            if (built.data().terms().get(t).law().dependsOnTheta()
                    || term.covariance().equals("diagonal")) continue;
            for (int j = 0; j < q; j++)
                for (int i = j + 1; i < q; i++) {
                    int a = i;
                    int b = j;
                    double covariance = sigma[i * q + j];
                    double r = correlation(sigma, i, j, q);
                    double se = Math.abs(r) < 1 && !singularity.perfect(t)
                            ? standardError(psi -> correlation(sigma(number, psi), a, b, q))
                            : Double.NaN;
                    double z = 0.5 * Math.log((1 + r) / (1 - r));
                    double half = quantile * se / (1 - r * r);
                    rows.add(new VarCorr(
                            term.group(),
                            term.law(),
                            term.terms().get(j),
                            term.terms().get(i),
                            covariance,
                            r,
                            se,
                            Math.tanh(z - half),
                            Math.tanh(z + half)));
                }
        }
        if (data.hasDispersion() && design.dispersion() == null) {
            double phi = phi(estimates.psi());
            double se = standardError(psi -> Math.sqrt(phi(psi)));
            rows.add(sdRow("Residual", "normal", null, phi, Math.sqrt(phi), se));
        }
        return rows;
    }

    private double phi(double[] psi) {
        return Math.exp(
                built.dispersion().unscale(new double[] {psi[built.data().deltaFrom()]})[0]);
    }

    private VarCorr sdRow(
            String group,
            String law,
            @org.jspecify.annotations.Nullable String term,
            double variance,
            double sd,
            double se) {
        // the interval of log sd, which keeps the bounds positive
        double factor = Math.exp(quantile * se / sd);
        return new VarCorr(group, law, term, null, variance, sd, se, sd / factor, sd * factor);
    }

    private static double correlation(double[] sigma, int i, int j, int q) {
        return sigma[i * q + j] / Math.sqrt(sigma[i * q + i] * sigma[j * q + j]);
    }

    private interface Function {
        double of(double[] psi);
    }

    /** Root of J C J' with J by central differences over (delta, theta). */
    private double standardError(Function f) {
        int from = built.data().deltaFrom();
        double[] psi = estimates.psi().clone();
        int d = psi.length - from;
        double[] jacobian = new double[d];
        for (int k = 0; k < d; k++) {
            double kept = psi[from + k];
            double step = DIFFERENCE * Math.max(1, Math.abs(kept));
            psi[from + k] = kept + step;
            double up = f.of(psi);
            psi[from + k] = kept - step;
            double down = f.of(psi);
            psi[from + k] = kept;
            jacobian[k] = (up - down) / (2 * step);
        }
        double sum = 0;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                if (jacobian[i] != 0 && jacobian[j] != 0)
                    sum += jacobian[i] * estimates.covariance()[from + i][from + j] * jacobian[j];
        return Math.sqrt(sum);
    }
}
