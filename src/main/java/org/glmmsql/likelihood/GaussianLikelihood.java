package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact log-likelihood (ML) or restricted log-likelihood (REML) of the gaussian identity model with normal effects, beta and sigma
 * profiled out, as a function of theta: Lambda relative to sigma (Bates et al. 2015, eqs 30 to 42; DESIGN.md, D17 to D19). Rows are read
 * once; an evaluation costs the same for any number of them.
 */
public final class GaussianLikelihood implements MarginalLikelihood, GeneralizedLeastSquares {
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final boolean restricted;
    private final BlockStructure structure;
    private final BlockCross cross;
    private final Factorization factorization;
    private final Runnable cancellation;
    private final double[] prior;
    /** Least-squares beta, taken out of y before cross-products are formed so that residual sums do not cancel. */
    private final double[] ordinaryBeta;

    private final double[] zy;
    private final double yy;
    private final double logDetScaling;
    private final int thetaFrom;

    private final HeldCoefficients held = new HeldCoefficients();

    private double[] u;
    private double[] psi;
    private double penalized;
    private boolean solved;

    public GaussianLikelihood(
            ModelData data, boolean restricted, double logDetScaling, Runnable cancellation, int threads) {
        this.data = data;
        this.restricted = restricted;
        this.logDetScaling = logDetScaling;
        this.cancellation = cancellation;
        this.thetaFrom = data.thetaFrom();
        int p = data.p();
        structure = new BlockStructure(data.terms(), p);
        Checkpoint checkpoint = new Checkpoint(cancellation);
        cross = new BlockCross(structure, data, checkpoint);
        factorization = Factorization.of(structure, threads, checkpoint);
        prior = new double[structure.scalars];
        Arrays.fill(prior, 0, structure.scalars - p, 1);
        int n = data.n();
        double[] omega = rowWeights();
        cross.fill((s, u) -> omega);
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) residual[i] = data.y()[i] - (data.offset() == null ? 0 : data.offset()[i]);
        ordinaryBeta = new double[p];
        double[] r = cross.xx().clone();
        boolean full = SmallCholesky.factor(r, 0, p);
        // twice: the second pass removes what rounding left of the first
        for (int pass = 0; full && pass < 2; pass++) {
            double[] b = new double[p];
            for (int k = 0; k < p; k++) b[k] = ModelData.dot(data.x()[k], omega, 0, n, residual, 0);
            SmallCholesky.forward(r, 0, p, b, 0);
            SmallCholesky.backward(r, 0, p, b, 0);
            for (int k = 0; k < p; k++) {
                ordinaryBeta[k] += b[k];
                for (int i = 0; i < n; i++) residual[i] -= b[k] * data.x()[k][i];
            }
        }
        yy = ModelData.dot(residual, residual, 0, n, omega, 0);
        for (int i = 0; i < n; i++) residual[i] *= omega[i];
        zy = cross.scores(new double[][] {residual});
        u = new double[structure.scalars];
        psi = new double[data.size()];
    }

    /** Prior weights times counts; no new array where there are no counts. */
    private double[] rowWeights() {
        if (data.unmerged(0, data.n())) return data.w();
        double[] omega = data.w().clone();
        for (int i = 0; i < omega.length; i++) omega[i] *= data.count()[i];
        return omega;
    }

    @Override
    public int size() {
        return data.size() - thetaFrom;
    }

    /** Rows less, for REML, the fixed effects. */
    public double denominator() {
        return data.nobs() - (restricted ? data.p() : 0);
    }

    /** {@inheritDoc} psi is theta alone. */
    @Override
    public double evaluate(double[] theta, double[] gradient) {
        Arrays.fill(gradient, 0);
        if (!solve(theta)) return Double.NEGATIVE_INFINITY;
        double nu = denominator();
        double sigma2 = penalized / nu;
        if (!(sigma2 > 0)) return Double.NEGATIVE_INFINITY;
        addGradient(sigma2, gradient);
        return constant() - 0.5 * (logDet() + nu * (LOG_2PI + Math.log(sigma2) + 1));
    }

    @Override
    public void hold(double @Nullable [] a, double value) {
        held.set(a, value);
        solved = false;
    }

    @Override
    public double slopeOfHeld() {
        return held.slope() * denominator() / penalized;
    }

    /** The same of (log sigma^2, theta), sigma not profiled out. */
    public MarginalLikelihood withSigma() {
        return new MarginalLikelihood() {
            @Override
            public int size() {
                return 1 + GaussianLikelihood.this.size();
            }

            @Override
            public double evaluate(double[] parameters, double[] gradient) {
                Arrays.fill(gradient, 0);
                if (!solve(Arrays.copyOfRange(parameters, 1, parameters.length))) return Double.NEGATIVE_INFINITY;
                double nu = denominator();
                double sigma2 = Math.exp(parameters[0]);
                double[] byTheta = new double[parameters.length - 1];
                addGradient(sigma2, byTheta);
                System.arraycopy(byTheta, 0, gradient, 1, byTheta.length);
                gradient[0] = 0.5 * (penalized / sigma2 - nu);
                return constant() - 0.5 * (logDet() + nu * (LOG_2PI + parameters[0]) + penalized / sigma2);
            }

            @Override
            public ConditionalModes conditionalModes(double[] parameters) {
                return GaussianLikelihood.this.conditionalModes(Arrays.copyOfRange(parameters, 1, parameters.length));
            }
        };
    }

    /**
     * -d2 log L / dtheta d log sigma at the last theta evaluated and its sigma: of the gradient only the part of the residuals depends
     * on sigma, as 1 / sigma^2.
     */
    public double[] logSigmaCrossInformation() {
        double[] information = new double[size()];
        double[][] g = blocks();
        addScoreGradient(penalized / denominator(), g);
        toTheta(g, information);
        for (int i = 0; i < information.length; i++) information[i] *= 2;
        return information;
    }

    /** The log-likelihood of the model without random effects. */
    public double withoutEffects() {
        double nu = denominator();
        double logDet = 0;
        if (restricted) {
            double[] r = cross.xx().clone();
            if (!SmallCholesky.factor(r, 0, data.p())) return Double.NEGATIVE_INFINITY;
            for (int k = 0; k < data.p(); k++) logDet += 2 * Math.log(r[k * data.p() + k]);
        }
        return constant() - 0.5 * (logDet + nu * (LOG_2PI + Math.log(yy / nu) + 1));
    }

    private double constant() {
        // the 2 pi of the rows' densities come with the degrees of freedom
        return data.logConstant() + 0.5 * data.nobs() * LOG_2PI + (restricted ? logDetScaling : 0);
    }

    private double logDet() {
        return factorization.logDet(restricted ? 0 : data.p());
    }

    /** Solves the penalized least squares at theta: u, beta and their penalized residual sum of squares. Once for the same theta. */
    private boolean solve(double[] theta) {
        if (solved && Arrays.equals(theta, 0, theta.length, psi, thetaFrom, thetaFrom + theta.length)) return true;
        solved = false;
        cancellation.run();
        System.arraycopy(theta, 0, psi, thetaFrom, theta.length);
        double[][] lambdas = cross.lambdas(psi);
        if (!factorization.factor(cross, lambdas, prior)) return false;
        double[] rhs = zy.clone();
        cross.multiplyLambda(lambdas, rhs, true);
        u = rhs.clone();
        factorization.solve(u);
        penalized = yy;
        for (int i = 0; i < u.length; i++) penalized -= u[i] * rhs[i];
        penalized += held.move(factorization, ordinaryBeta, u);
        solved = true;
        return true;
    }

    /** Adds d/dtheta of -(log det + penalized / sigma^2) / 2. */
    private void addGradient(double sigma2, double[] gradient) {
        double[][] g = blocks();
        addScoreGradient(sigma2, g);
        factorization.invert(restricted ? 0 : data.p());
        new LogDetGradient(cross, cross.lambdas(psi), factorization, g).add(-1, restricted);
        toTheta(g, gradient);
    }

    /** The part of d/dLambda that belongs to the residuals. */
    private void addScoreGradient(double sigma2, double[][] g) {
        double[] b = u.clone();
        cross.multiplyLambda(cross.lambdas(psi), b, false);
        double[] fitted = cross.multiply(b);
        for (int e = 0; e < g.length; e++) {
            TermData term = structure.term(e);
            int q = term.q();
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                for (int i = 0; i < q; i++) {
                    double score = (zy[from + i] - fitted[from + i]) / sigma2;
                    for (int k = 0; k < q; k++) g[e][term.at(l) + i * q + k] += score * u[from + k];
                }
            }
        }
    }

    /** A q x q block for each term, by elimination position. */
    private double[][] blocks() {
        double[][] g = new double[structure.terms.size()][];
        for (int e = 0; e < g.length; e++) g[e] = structure.term(e).blocks();
        return g;
    }

    private void toTheta(double[][] g, double[] gradient) {
        double[] full = new double[data.size()];
        for (int e = 0; e < g.length; e++) structure.term(e).gradient(psi, g[e], full);
        for (int i = 0; i < size(); i++) gradient[i] += full[thetaFrom + i];
    }

    /** sigma at the last theta evaluated. */
    public double sigma() {
        return Math.sqrt(penalized / denominator());
    }

    @Override
    public double[] beta() {
        double[] beta = ordinaryBeta.clone();
        for (int k = 0; k < beta.length; k++) beta[k] += u[structure.scalars - beta.length + k];
        return beta;
    }

    /** Covariance of {@link #beta()} given theta and sigma: sigma^2 (X' V^-1 X)^-1, at the last theta evaluated. */
    public double[][] betaCovariance() {
        factorization.invert(0);
        int p = data.p();
        double sigma2 = penalized / denominator();
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) v[i][k] = sigma2 * factorization.inverseBeta(i, k);
        return v;
    }

    @Override
    public double[][][] betaCovarianceSlopes(double[] parameters) {
        solve(Arrays.copyOfRange(parameters, thetaFrom, parameters.length));
        double[][] v = betaCovariance();
        CoefficientCovariance coefficients = new CoefficientCovariance(cross, cross.lambdas(psi), factorization);
        double[][][] slopes = new double[1 + size()][][];
        slopes[0] = v;
        double sigma2 = penalized / denominator();
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            double[][] changes = term.covarianceSlopes(psi);
            for (int k = 0; k < changes.length; k++)
                slopes[1 + term.thetaFrom() - thetaFrom + k] =
                        CoefficientCovariance.sandwich(v, coefficients.byRandom(e, changes[k]), 1 / sigma2);
        }
        return slopes;
    }

    @Override
    public ExpectedInformation expectedInformation(double[] parameters, List<String> names) {
        solve(Arrays.copyOfRange(parameters, thetaFrom, parameters.length));
        factorization.invert(0);
        List<TermCovariances> own = new ArrayList<>();
        for (TermData term : data.terms()) own.add(new TermCovariances(term, psi));
        names.add("Residual variance");
        for (TermCovariances of : own) for (int i = 0; i < of.size(); i++) names.add(of.name(i));
        double[][] phi = CoefficientCovariance.unit(factorization, data.p());
        return ExpectedInformation.of(
                        phi, new RandomInformation(cross, cross.lambdas(psi), factorization, phi, data.nobs(), own))
                .times(penalized / denominator());
    }

    @Override
    public ConditionalModes conditionalModes(double[] theta) {
        solve(theta);
        double[][] lambdas = cross.lambdas(psi);
        factorization.invert(0);
        double[][] slopes = BlockModes.slopes(cross, factorization);
        return BlockModes.conditionalModes(cross, lambdas, u, factorization, penalized / denominator(), slopes);
    }
}
