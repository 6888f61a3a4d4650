package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.correlation.Correlation;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.ResidualDesign;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.likelihood.ResidualData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.Component;
import org.glmmsql.model.RandomTerm;
import org.glmmsql.model.VarCorr;
import org.glmmsql.random.Structure.Told;
import org.jspecify.annotations.Nullable;

/**
 * Variances, covariances and correlations of the random effects in the units of the data, with standard errors of standard deviations
 * and correlations by the delta method on (delta, theta).
 */
final class VarianceComponents {
    private static final double DIFFERENCE = 1e-6;

    private final Family family;
    private final Design design;
    private final ModelDataBuilder.Built built;
    private final Estimates estimates;
    private final double quantile;

    VarianceComponents(
            Family family, Design design, ModelDataBuilder.Built built, Estimates estimates, double quantile) {
        this.family = family;
        this.design = design;
        this.built = built;
        this.estimates = estimates;
        this.quantile = quantile;
    }

    /** Sigma of term t, q x q, in the units of the data; lambda on the diagonal for a law that is not normal. */
    double[] sigma(int t) {
        return sigma(t, estimates.psi());
    }

    /** Sigma of term t over all effects of the design: where levels have their own positions, those of the others too. */
    double[] ofDesign(int t) {
        TermData term = built.data().terms().get(t);
        if (!term.isPartial()) return sigma(t);
        RandomDesign design = this.design.random().get(t);
        int q = design.q();
        double[] lambda = new double[q * q];
        design.structure().lambda(q, estimates.psi(), term.thetaFrom(), lambda);
        double[] one = new double[term.q()];
        one[0] = unit();
        // all columns have one scale
        double scale = scaling(t).unscale(one)[0];
        for (int i = 0; i < q * q; i++) lambda[i] *= scale;
        return square(lambda, q);
    }

    /** Of Lambda, where that is relative to sigma. */
    private double unit() {
        return estimates.relative() ? Math.exp(estimates.psi()[built.data().deltaFrom()] / 2) : 1;
    }

    private static double[] square(double[] lambda, int q) {
        double[] sigma = new double[q * q];
        for (int i = 0; i < q; i++)
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k <= j; k++) sigma[i * q + j] += lambda[i * q + k] * lambda[j * q + k];
                sigma[j * q + i] = sigma[i * q + j];
            }
        return sigma;
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

    /**
     * What is told of the parameters.
     *
     * @param jacobian its derivatives by (delta, theta); null where it has no standard error
     * @param value it as a function of psi
     * @param bounded whether it lies between -1 and 1, else it is positive
     */
    record Row(VarCorr told, double @Nullable [] jacobian, Function value, boolean bounded) {}

    /** @param singularity what has no standard error, being on the boundary */
    List<Row> rows(Singularity singularity) {
        List<Row> rows = new ArrayList<>();
        ModelData data = built.data();
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            int q = term.q();
            int number = t;
            double[] sigma = sigma(t);
            for (Told row : told(t)) {
                int i = row.first();
                if (row.isDeviation()) {
                    double sd = Math.sqrt(sigma[i * q + i]);
                    Function value = psi -> Math.sqrt(sigma(number, psi)[i * q + i]);
                    double[] jacobian = singularity.zero(t, i) ? null : jacobian(value);
                    double se = standardError(jacobian);
                    rows.add(new Row(
                            sdRow(term.group(), term.law(), row.term1(), sigma[i * q + i], sd, se, component(t)),
                            jacobian,
                            value,
                            false));
                    continue;
                }
                rows.add(
                        row.value() != null && row.term2() == null
                                ? number(t, row, singularity)
                                : correlation(t, row, sigma, singularity));
            }
        }
        if (data.hasDispersion() && design.dispersion() == null) {
            double phi = phi(estimates.psi());
            Function value = psi -> Math.sqrt(phi(psi));
            double[] jacobian = jacobian(value);
            double se = standardError(jacobian);
            String law = family.isNormal() ? "normal" : family.name();
            String component = family.isNormal() ? Component.COND : Parameter.DISPERSION.component();
            rows.add(new Row(sdRow("Residual", law, null, phi, Math.sqrt(phi), se, component), jacobian, value, false));
        }
        if (data.residual() != null) addResidual(data.residual(), rows);
        return rows;
    }

    /** Standard deviations of a structure that has its own, and the numbers that its correlation is told by. */
    private void addResidual(ResidualData residual, List<Row> rows) {
        Correlation correlation = residual.structure().correlation();
        for (int level = 0; level < residual.levels(); level++) {
            String by = design.residual().by().get(level);
            for (int i = 0; i < residual.deviations(); i++) {
                int at = residual.from(level) + i;
                boolean each = residual.scales() == ResidualDesign.Scales.EACH;
                String name = each ? prefixed(by, residual.extent().names().get(i)) : by;
                // in the unit of a dispersion
                Function sd = psi -> Math.exp(psi[at] + built.dispersion().unscale(new double[1])[0] / 2);
                double value = sd.of(estimates.psi());
                double[] jacobian = jacobian(sd);
                double se = standardError(jacobian);
                VarCorr told = sdRow("Residual", "normal", name, value * value, value, se, Component.COND);
                rows.add(new Row(told, jacobian, sd, false));
            }
            int from = residual.correlationFrom(level);
            for (org.glmmsql.correlation.Told number : correlation.told(residual.extent()))
                rows.add(told(number, by, from));
        }
    }

    private Row told(org.glmmsql.correlation.Told number, String by, int from) {
        String other = number.other() == null ? null : prefixed(by, number.other());
        Function value = psi -> number.value().of(psi, from);
        double[] jacobian = jacobian(value);
        double at = value.of(estimates.psi());
        VarCorr row = new VarCorr(
                VarCorr.RESIDUAL, "normal", prefixed(by, number.name()), other, Double.NaN, at, Double.NaN, 0, 0);
        return number.bounded() ? bounded(row, jacobian, value) : positive(row, jacobian, value);
    }

    private static String prefixed(String by, String name) {
        return by.isEmpty() ? name : by + ":" + name;
    }

    /** A correlation of two coefficients. */
    private Row correlation(int t, Told row, double[] sigma, Singularity singularity) {
        RandomDesign term = design.random().get(t);
        double r = correlation(t, row, sigma, estimates.psi());
        int q = term.q();
        double covariance = sigma[row.first() * q + row.second()];
        Function value = psi -> correlation(t, row, sigma(t, psi), psi);
        double[] jacobian = Math.abs(r) < 1 && !singularity.perfect(t) ? jacobian(value) : null;
        return bounded(point(term, row, covariance, r, component(t)), jacobian, value);
    }

    /** A number with a name. */
    private Row number(int t, Told row, Singularity singularity) {
        RandomDesign term = design.random().get(t);
        int from = built.data().terms().get(t).thetaFrom();
        Function function = psi -> row.value().of(psi, from);
        double value = function.of(estimates.psi());
        // of effects that are none it is any
        boolean known = !singularity.zero(t, row.first())
                && !singularity.perfect(t)
                && !(row.bounded() && Math.abs(value) >= 1);
        double[] jacobian = known ? jacobian(function) : null;
        VarCorr point = point(term, row, Double.NaN, value, component(t));
        return row.bounded() ? bounded(point, jacobian, function) : positive(point, jacobian, function);
    }

    private static VarCorr point(RandomDesign term, Told row, double covariance, double value, String component) {
        double unknown = Double.NaN;
        return new VarCorr(
                term.group(),
                term.law(),
                row.term1(),
                row.term2(),
                covariance,
                value,
                unknown,
                unknown,
                unknown,
                component);
    }

    /** With the interval of Fisher's z. */
    private Row bounded(VarCorr point, double @Nullable [] jacobian, Function value) {
        double r = point.sdOrCorr();
        double se = standardError(jacobian);
        double z = 0.5 * Math.log((1 + r) / (1 - r));
        double half = quantile * se / (1 - r * r);
        return new Row(point.with(se, Math.tanh(z - half), Math.tanh(z + half)), jacobian, value, true);
    }

    /** With the interval of its logarithm. */
    private Row positive(VarCorr point, double @Nullable [] jacobian, Function value) {
        double se = standardError(jacobian);
        double factor = Math.exp(quantile * se / point.sdOrCorr());
        return new Row(point.with(se, point.sdOrCorr() / factor, point.sdOrCorr() * factor), jacobian, value, false);
    }

    private String component(int t) {
        int predictor = built.data().terms().get(t).predictor();
        return built.data().predictors().get(predictor).parameter().component();
    }

    /** The variance of a residual of weight 1, where it is the same for all rows. */
    double residual() {
        return phi(estimates.psi());
    }

    private double phi(double[] psi) {
        return Math.exp(
                built.dispersion().unscale(new double[] {psi[built.data().deltaFrom()]})[0]);
    }

    private VarCorr sdRow(
            String group, String law, @Nullable String term, double variance, double sd, double se, String component) {
        // the interval of log sd, which keeps the bounds positive
        double factor = Math.exp(quantile * se / sd);
        return new VarCorr(group, law, term, null, variance, sd, se, sd / factor, sd * factor, component);
    }

    private double correlation(int t, Told row, double[] sigma, double[] psi) {
        TermData term = built.data().terms().get(t);
        int q = term.q();
        int i = row.first();
        int j = row.second();
        if (row.value() != null) return row.value().of(psi, term.thetaFrom());
        double r = sigma[i * q + j] / Math.sqrt(sigma[i * q + i] * sigma[j * q + j]);
        // of one latent variable, but for rounding
        return term.structure().rank(q) == 1 ? Math.rint(r) : r;
    }

    /** A number of all parameters. */
    interface Function {
        double of(double[] psi);
    }

    /** By central differences over (delta, theta). */
    private double[] jacobian(Function f) {
        int from = built.data().deltaFrom();
        double[] psi = estimates.psi().clone();
        double[] jacobian = new double[psi.length - from];
        for (int k = 0; k < jacobian.length; k++) {
            double kept = psi[from + k];
            double step = DIFFERENCE * Math.max(1, Math.abs(kept));
            psi[from + k] = kept + step;
            double up = f.of(psi);
            psi[from + k] = kept - step;
            double down = f.of(psi);
            psi[from + k] = kept;
            jacobian[k] = (up - down) / (2 * step);
        }
        return jacobian;
    }

    /** Root of J C J'. */
    private double standardError(double @Nullable [] jacobian) {
        return jacobian == null
                ? Double.NaN
                : Math.sqrt(JointCovariance.form(
                        jacobian, estimates.covariance(), built.data().deltaFrom(), jacobian));
    }

    /** Terms with their estimated laws. */
    List<RandomTerm> terms() {
        List<RandomTerm> terms = new ArrayList<>();
        int place = 0;
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            int rows = told(t).size();
            terms.add(new RandomTerm(
                    component(t),
                    term.group(),
                    term.law(),
                    term.structure().name(),
                    term.terms(),
                    IntStream.range(place, place + rows).boxed().toList(),
                    ofDesign(t)));
            place += rows;
        }
        return terms;
    }

    private List<Told> told(int t) {
        RandomDesign term = design.random().get(t);
        return built.data().terms().get(t).law().dependsOnTheta()
                ? Told.deviations(term.terms()).toList()
                : term.structure().told(term.terms(), term.label());
    }
}
