package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact log-likelihood (ML) or restricted log-likelihood (REML) of the gaussian identity model whose residuals are correlated within
 * groups, beta profiled out, as a function of (delta, theta) with the parameters of the residuals last (D50 to D53): that of the whitened
 * rows, whose residuals are independent. The rows of a group are all of one level of each random term, so that they still are whitened.
 */
public final class CorrelatedLikelihood implements MarginalLikelihood, GeneralizedLeastSquares {
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final boolean restricted;
    private final double logDetScaling;
    private final Runnable cancellation;
    private final Whitening rows;
    private final BlockStructure structure;
    private final BlockCross cross;
    private final Factorization factorization;
    private final double[] prior;
    private final double[] ones;

    private final HeldCoefficients held = new HeldCoefficients();
    private final double[] psi;
    private double[] u;
    /** Over their standard deviations. */
    private double[] residuals;

    private double penalized;
    private boolean solved;

    public CorrelatedLikelihood(
            ModelData data, boolean restricted, double logDetScaling, Runnable cancellation, int threads) {
        this.data = data;
        this.restricted = restricted;
        this.logDetScaling = logDetScaling;
        this.cancellation = cancellation;
        rows = new Whitening(data);
        int p = data.p();
        structure = new BlockStructure(rows.whitened().terms(), p);
        Checkpoint checkpoint = new Checkpoint(cancellation);
        cross = new BlockCross(structure, rows.whitened(), checkpoint);
        factorization = Factorization.of(structure, threads, checkpoint);
        prior = new double[structure.scalars];
        Arrays.fill(prior, 0, structure.scalars - p, 1);
        ones = rows.whitened().w();
        psi = new double[data.size()];
        u = new double[structure.scalars];
        residuals = new double[data.n()];
    }

    /**
     * Checks that the rows which are correlated with one another are not too many for {@link #expectedInformation}.
     *
     * @throws org.glmmsql.error.GlmmException MEMORY
     */
    public static void requireComponents(ModelData data) {
        ComponentInformation.of(data);
    }

    /** That of rows whose residuals are independent and have a model of their dispersion: the same that other routes maximise. */
    public static CorrelatedLikelihood independent(
            ModelData data, boolean restricted, double logDetScaling, Runnable cancellation, int threads) {
        double[] w = data.w().clone();
        double[] ones = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            w[i] *= data.count()[i];
            ones[i] = 1;
        }
        ModelData rows = new ModelData(
                data.n(),
                data.y(),
                w,
                ones,
                data.predictors(),
                data.terms(),
                data.density(),
                data.logConstant(),
                data.nobs(),
                ResidualData.independent(data.n(), data.size()));
        return new CorrelatedLikelihood(rows, restricted, logDetScaling, cancellation, threads);
    }

    @Override
    public int size() {
        return data.size() - data.p();
    }

    /** {@inheritDoc} psi without beta. */
    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        Arrays.fill(gradient, 0);
        if (!solve(parameters)) return Double.NEGATIVE_INFINITY;
        addGradient(gradient);
        int p = restricted ? data.p() : 0;
        return data.logConstant()
                + 0.5 * p * LOG_2PI
                + (restricted ? logDetScaling : 0)
                - 0.5 * (rows.logDet() + factorization.logDet(restricted ? 0 : data.p()) + penalized);
    }

    @Override
    public void hold(double @Nullable [] a, double value) {
        held.set(a, value);
        solved = false;
    }

    @Override
    public double slopeOfHeld() {
        return held.slope();
    }

    /** Solves the penalized least squares of the whitened rows. Once for the same parameters. */
    private boolean solve(double[] parameters) {
        int p = data.p();
        if (solved && Arrays.equals(parameters, 0, parameters.length, psi, p, psi.length)) return true;
        solved = false;
        cancellation.run();
        System.arraycopy(parameters, 0, psi, p, parameters.length);
        if (!rows.at(psi)) return false;
        cross.fill((s, t) -> ones);
        double[][] lambdas = cross.lambdas(psi);
        if (!factorization.factor(cross, lambdas, prior)) return false;
        u = cross.scores(new double[][] {rows.whitened().y()});
        cross.multiplyLambda(lambdas, u, true);
        factorization.solve(u);
        held.move(factorization, null, u);
        residuals = rows.standardised(effects(lambdas), beta());
        penalized = 0;
        for (double r : rows.whitened(residuals)) penalized += r * r;
        for (int i = 0; i < u.length - p; i++) penalized += u[i] * u[i];
        solved = true;
        return true;
    }

    /** b = Lambda u by term and level. */
    private double[][] effects(double[][] lambdas) {
        double[] b = u.clone();
        cross.multiplyLambda(lambdas, b, false);
        return byTerm(b);
    }

    private double[][] byTerm(double[] b) {
        double[][] effects = new double[structure.terms.size()][];
        for (int e = 0; e < effects.length; e++)
            effects[structure.order[e]] = Arrays.copyOfRange(b, structure.scalarStart[e], structure.scalarStart[e + 1]);
        return effects;
    }

    private void addGradient(double[] gradient) {
        double[][] lambdas = cross.lambdas(psi);
        factorization.invert(restricted ? 0 : data.p());
        double[] full = new double[psi.length];
        double[][] g = new double[structure.terms.size()][];
        double[] scores = cross.scores(new double[][] {rows.whitened(residuals)});
        for (int e = 0; e < g.length; e++) {
            TermData term = structure.term(e);
            int q = term.q();
            g[e] = term.blocks();
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                for (int i = 0; i < q; i++)
                    for (int k = 0; k < q; k++) g[e][term.at(l) + i * q + k] += scores[from + i] * u[from + k];
            }
        }
        new LogDetGradient(cross, lambdas, factorization, g).add(-1, restricted);
        for (int e = 0; e < g.length; e++) structure.term(e).gradient(psi, g[e], full);
        int[] active = rows.columns(structure.order, restricted);
        rows.addGradient(residuals, active, (row, k) -> covariances(row, lambdas, active.length, k), full);
        System.arraycopy(full, data.p(), gradient, 0, gradient.length);
    }

    /** Of the random effects at a row, and of beta where it is integrated out: Lambda H^-1 Lambda'. @param to size x size */
    private void covariances(int row, double[][] lambdas, int size, double[] to) {
        int count = structure.terms.size();
        int p = restricted ? data.p() : 0;
        for (int e = 0, first = 0; e < count; e++) {
            TermData a = structure.term(e);
            int l = a.level()[row];
            for (int f = e, second = first; f < count; f++) {
                TermData b = structure.term(f);
                long cell = e == f ? 0 : structure.cells[e][f].place(structure.cells[e][f].ofRow[row]);
                for (int c = 0; c < a.q(); c++)
                    for (int d = 0; d < b.q(); d++) {
                        double sum = 0;
                        for (int i = 0; i <= c; i++)
                            for (int j = 0; j <= d; j++)
                                sum += lambdas[e][a.at(l) + c * a.q() + i]
                                        * factorization.inverseEntry(e, l, i, f, b.level()[row], j, cell)
                                        * lambdas[f][b.at(b.level()[row]) + d * b.q() + j];
                        to[(first + c) * size + second + d] = sum;
                        to[(second + d) * size + first + c] = sum;
                    }
                second += b.q();
            }
            for (int c = 0; c < a.q(); c++)
                for (int k = 0; k < p; k++) {
                    double sum = 0;
                    for (int i = 0; i <= c; i++)
                        sum += lambdas[e][a.at(l) + c * a.q() + i] * factorization.inverseEntryBeta(e, l, i, k);
                    to[(first + c) * size + size - p + k] = sum;
                    to[(size - p + k) * size + first + c] = sum;
                }
            first += a.q();
        }
        for (int i = 0; i < p; i++)
            for (int k = 0; k < p; k++) to[(size - p + i) * size + size - p + k] = factorization.inverseBeta(i, k);
    }

    @Override
    public double[] beta() {
        return Arrays.copyOfRange(u, u.length - data.p(), u.length);
    }

    /** Covariance of {@link #beta()} given the other parameters: (X' V^-1 X)^-1, at the last ones evaluated. */
    public double[][] betaCovariance() {
        factorization.invert(0);
        int p = data.p();
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) v[i][k] = factorization.inverseBeta(i, k);
        return v;
    }

    @Override
    public double[][][] betaCovarianceSlopes(double[] all) {
        int p = data.p();
        solve(Arrays.copyOfRange(all, p, all.length));
        double[][] v = betaCovariance();
        double[][] lambdas = cross.lambdas(psi);
        CoefficientCovariance coefficients = new CoefficientCovariance(cross, lambdas, factorization);
        double[][][] slopes = new double[size()][][];
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            double[][] changes = term.covarianceSlopes(psi);
            for (int k = 0; k < changes.length; k++)
                slopes[term.thetaFrom() - p + k] = coefficients.byRandom(e, changes[k]);
        }
        double[][] columns = new double[p][];
        double[][] solved = new double[p][];
        for (int k = 0; k < p; k++) {
            columns[k] = rows.standardised(byTerm(coefficients.effects(k)), k);
            solved[k] = rows.solved(columns[k]);
        }
        double[] gradient = new double[psi.length];
        for (int i = 0; i < p; i++)
            for (int j = 0; j <= i; j++) {
                Arrays.fill(gradient, 0);
                rows.addForms(columns[i], solved[i], columns[j], solved[j], gradient);
                for (int k = 0; k < slopes.length; k++) {
                    // those of the random terms have theirs already
                    if (slopes[k] == null) slopes[k] = new double[p][p];
                    else if (isOfTerms(p + k)) continue;
                    slopes[k][i][j] = gradient[p + k];
                    slopes[k][j][i] = gradient[p + k];
                }
            }
        for (int k = 0; k < slopes.length; k++) slopes[k] = CoefficientCovariance.sandwich(v, slopes[k], 1);
        return slopes;
    }

    private boolean isOfTerms(int parameter) {
        return data.terms().stream()
                .anyMatch(term -> parameter >= term.thetaFrom() && parameter < term.thetaFrom() + term.thetaSize());
    }

    @Override
    public ExpectedInformation expectedInformation(double[] all, List<String> names) {
        solve(Arrays.copyOfRange(all, data.p(), all.length));
        factorization.invert(0);
        List<TermCovariances> own = new ArrayList<>();
        for (TermData term : data.terms()) own.add(new TermCovariances(term, psi));
        for (TermCovariances of : own) for (int i = 0; i < of.size(); i++) names.add(of.name(i));
        for (int k = 0; k < data.predictors().get(1).x().length; k++) names.add("log dispersion");
        String[] residuals = new String[psi.length];
        data.residual().name(residuals);
        names.addAll(Arrays.asList(residuals).subList(data.residual().from(0), psi.length));
        double[][] phi = CoefficientCovariance.unit(factorization, data.p());
        return ExpectedInformation.of(
                phi,
                new ComponentInformation(
                        data, psi, phi, own, new ResidualCovariances(data, psi), new Checkpoint(cancellation)));
    }

    @Override
    public ConditionalModes conditionalModes(double[] parameters) {
        solve(parameters);
        double[][] lambdas = cross.lambdas(psi);
        factorization.invert(0);
        double[][] slopes = BlockModes.slopes(cross, factorization);
        return BlockModes.conditionalModes(cross, lambdas, u, factorization, 1, slopes);
    }
}
