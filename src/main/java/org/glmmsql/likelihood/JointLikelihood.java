package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Laplace's approximation with any number of grouping factors, nested or crossed: all random effects are one vector, H is factored on
 * its block structure, and the exact gradient needs H^-1 on the pattern alone (DESIGN.md, D8 to D11 and D20 to D23).
 *
 * <p>Either the random effects w are integrated out, which gives p_v of Lee and Nelder as a function of psi = (beta, delta, theta), or
 * w and, with a flat prior, beta, which gives p_{beta,v} as a function of (delta, theta): restricted likelihood for any family (D31).
 */
public final class JointLikelihood implements MarginalLikelihood {
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final BlockStructure structure;
    private final JointPoint point;
    private final JointModes modes;
    private final double logDetScaling;
    private final Runnable cancellation;

    /** p_v: the random effects are integrated out. */
    public JointLikelihood(ModelData data, Runnable cancellation, int threads) {
        this(data, new double[0], 0, cancellation, threads);
    }

    /**
     * p_{beta,v}: beta is integrated out too.
     *
     * @param beta where the search for its mode begins
     * @param logDetScaling log |det T| of the scaling of X, by which the value is that of the unscaled columns (D24)
     */
    public static JointLikelihood restricted(
            ModelData data, double[] beta, double logDetScaling, Runnable cancellation, int threads) {
        return new JointLikelihood(data, beta, logDetScaling, cancellation, threads);
    }

    private JointLikelihood(ModelData data, double[] beta, double logDetScaling, Runnable cancellation, int threads) {
        this.data = data;
        this.logDetScaling = logDetScaling;
        this.cancellation = cancellation;
        point = new JointPoint(data, beta.length, cancellation, threads);
        structure = point.structure;
        modes = new JointModes(point, beta, cancellation);
    }

    @Override
    public int size() {
        return data.size() - structure.p;
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        return findModes(withBeta(parameters)) ? evaluateThere(gradient) : Double.NEGATIVE_INFINITY;
    }

    /** At the effects in hand. */
    private double evaluateThere(double[] gradient) {
        Arrays.fill(gradient, 0);
        if (!point.expand()) return Double.NEGATIVE_INFINITY;
        double value = value();
        if (Double.isNaN(value)) return Double.NEGATIVE_INFINITY;
        double[] full = new double[data.size()];
        addGradient(this::solve, full);
        System.arraycopy(full, structure.p, gradient, 0, gradient.length);
        return value;
    }

    /** psi for the parameters of this likelihood, with 0 for a beta that is integrated out: it is part of the effects. */
    private double[] withBeta(double[] parameters) {
        double[] psi = new double[data.size()];
        System.arraycopy(parameters, 0, psi, structure.p, parameters.length);
        return psi;
    }

    @Override
    public MarginalLikelihood near(double[] parameters) {
        if (!findModes(withBeta(parameters))) return this;
        point.evaluate(point.f.node);
        point.evaluateLaws(point.u);
        if (!point.factor(false)) return this;
        double[][] slopes = new JointSlopes(point).byParameters(size());
        return new Near(parameters.clone(), point.u.clone(), slopes);
    }

    /** With effects on their tangents at psi. */
    private final class Near implements MarginalLikelihood {
        private final double[] parameters;
        private final double[] there;
        private final double[][] slopes;

        Near(double[] parameters, double[] there, double[][] slopes) {
            this.parameters = parameters;
            this.there = there;
            this.slopes = slopes;
        }

        @Override
        public int size() {
            return parameters.length;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            double[] effects = there.clone();
            for (int k = 0; k < slopes.length; k++)
                for (int i = 0; i < effects.length; i++) effects[i] += (x[k] - parameters[k]) * slopes[k][i];
            point.set(withBeta(x));
            point.u = effects;
            point.predict(effects);
            cancellation.run();
            return evaluateThere(gradient);
        }

        @Override
        public ConditionalModes conditionalModes(double[] x) {
            return JointLikelihood.this.conditionalModes(x);
        }
    }

    /** The modes at psi, from the last ones or else from where a first search begins. @return false if they are not found */
    boolean findModes(double[] psi) {
        point.set(psi);
        return modes.find();
    }

    /** All derivatives, and the factor of H, at the modes in hand. @return false if H is not positive definite */
    boolean expand() {
        return point.expand();
    }

    /** Laplace's approximation at the point of {@link #expand}. */
    double value() {
        return h() + 0.5 * (structure.scalars * LOG_2PI - point.factorization.logDet(0)) + logDetScaling;
    }

    /** H^-1 x, in place. */
    double[] solve(double[] x) {
        point.factorization.solve(x);
        return x;
    }

    /**
     * p_{beta,v} at psi with the effects of p_v there and with psi's own beta, instead of their joint mode.
     *
     * @param marginal p_v, evaluated at psi
     * @return false if H is not positive definite there
     */
    boolean expandAt(double[] psi, JointLikelihood marginal) {
        point.set(withBeta(Arrays.copyOfRange(psi, structure.p, psi.length)));
        point.u = Arrays.copyOf(marginal.point.u, structure.scalars);
        System.arraycopy(psi, 0, point.u, structure.scalars - structure.p, structure.p);
        return point.heightAt(point.u) > Double.NEGATIVE_INFINITY && point.expand();
    }

    /** Adds the gradient of {@link #value} at the point of {@link #expand}: see {@link JointGradient#add}. */
    void addGradient(@Nullable UnaryOperator<double[]> adjoint, double[] gradient) {
        new JointGradient(point).add(adjoint, gradient);
    }

    /** The h-likelihood (D5) at the effects in hand. */
    double h() {
        return point.height() + data.logConstant();
    }

    /** Effective number of mean parameters: the trace of H^-1 times the rows' part of H. */
    double effectiveParameters() {
        return new JointGradient(point).effectiveParameters();
    }

    /** log f(y | w, beta) at the effects in hand. */
    double conditionalLogLikelihood() {
        double sum = 0;
        for (double l : point.f.value()) sum += l;
        return sum + data.logConstant();
    }

    /** dh/dbeta at the effects in hand. */
    double[] betaScore() {
        double[] score = new double[data.p()];
        for (int k = 0; k < score.length; k++) score[k] = ModelData.dot(data.x()[k], 0, data.n(), point.f.first(0), 0);
        return score;
    }

    /** beta of the scaled columns where it is integrated out, at the last point evaluated. */
    public double[] beta() {
        return Arrays.copyOfRange(point.u, structure.scalars - structure.p, structure.scalars);
    }

    /** Covariance of {@link #beta()} given the other parameters: the block of H^-1, at the last point evaluated. */
    public double[][] betaCovariance() {
        point.factorization.invert(0);
        int p = structure.p;
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) v[i][k] = point.factorization.inverseBeta(i, k);
        return v;
    }

    @Override
    public ConditionalModes conditionalModes(double[] parameters) {
        findModes(withBeta(parameters));
        point.evaluate(data.followed() > data.p() ? point.f.node : point.f.newton);
        point.evaluateLaws(point.u);
        point.factor(false);
        double[][] slopes;
        if (structure.p > 0) {
            point.factorization.invert(0);
            slopes = BlockModes.slopes(point.cross, point.factorization);
        } else {
            slopes = new JointSlopes(point).byFollowed();
        }
        return BlockModes.conditionalModes(point.cross, point.lambdas, point.u, point.factorization, 1, slopes);
    }
}
