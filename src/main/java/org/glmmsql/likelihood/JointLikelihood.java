package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.glmmsql.family.Density;
import org.glmmsql.random.RandomLaw;
import org.jspecify.annotations.Nullable;

/**
 * Laplace's approximation with any number of grouping factors, nested or crossed: all random effects are one vector, H is factored on
 * its block structure, and the exact gradient needs H^-1 on the pattern alone (DESIGN.md, D8 to D11 and D20 to D23).
 *
 * <p>Either the random effects w are integrated out, which gives p_v of Lee and Nelder as a function of psi = (beta, delta, theta), or
 * w and, with a flat prior, beta, which gives p_{beta,v} as a function of (delta, theta): restricted likelihood for any family (D31).
 */
public final class JointLikelihood implements MarginalLikelihood {
    private static final int MAX_NEWTON = 200;
    private static final double MODE_TOLERANCE = 1e-11;
    /** The same for a step with the factor of another point, whose error falls linearly and not to its square. */
    private static final double REUSE_TOLERANCE = 1e-15;
    /** A factor is used again while the decrement falls to this share of the last one. */
    private static final double GOOD_FALL = 0.03;

    /** A shorter share of Newton's step is cramped; so many are the end. */
    private static final double CRAMPED = 1e-3;

    private static final int MAX_CRAMPED = 3;
    /** Where else the search for the highest of several modes begins, in standard deviations. */
    private static final double REACH = 2;

    /** Curvature of h below which a mode may be about to vanish: without rows it is 1. */
    private static final double NEARLY_FLAT = 0.3;

    private static final int INVERSE_ITERATIONS = 4;
    private static final int MAX_FOLDS = 4;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ModelData data;
    private final BlockStructure structure;
    private final BlockCross cross;
    private final BlockCholesky cholesky;
    private final Runnable cancellation;
    private final Checkpoint checkpoint;
    private final double[][] out;
    private final double[] fixed;
    private final double[] eta;
    private final double[] tau;
    private final double[] omega;
    private final double[] prior;
    private final double[][] law;
    private final double logDetScaling;
    private final double[] startingBeta;
    /** Modes by scalar in elimination order, beta last where it is integrated out: the warm start. */
    private double[] u;
    /** Whether {@link #cholesky} holds a factor. */
    private boolean factored;

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
        structure = new BlockStructure(data.terms(), beta.length);
        checkpoint = new Checkpoint(cancellation);
        cross = new BlockCross(structure, data, checkpoint);
        cholesky = new BlockCholesky(structure, threads, checkpoint);
        int n = data.n();
        out = new double[Density.ROWS][data.hasDispersion() ? n : 0];
        for (int row = 0; row <= Density.L_ETA3; row++) out[row] = new double[n];
        fixed = new double[n];
        eta = new double[n];
        tau = new double[data.hasDispersion() ? n : 0];
        omega = new double[n];
        prior = new double[structure.scalars];
        law = new double[structure.scalars - beta.length][];
        for (int i = 0; i < law.length; i++) law[i] = new double[RandomLaw.ROWS];
        this.startingBeta = beta.clone();
        u = startingEffects();
    }

    private double[] startingEffects() {
        double[] effects = new double[structure.scalars];
        System.arraycopy(startingBeta, 0, effects, structure.scalars - structure.p, structure.p);
        return effects;
    }

    @Override
    public int size() {
        return data.size() - structure.p;
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        double[] psi = withBeta(parameters);
        return findModes(psi) ? evaluateAt(psi, gradient) : Double.NEGATIVE_INFINITY;
    }

    /** At the effects in hand. */
    private double evaluateAt(double[] psi, double[] gradient) {
        Arrays.fill(gradient, 0);
        if (!expand(psi)) return Double.NEGATIVE_INFINITY;
        double value = value();
        if (Double.isNaN(value)) return Double.NEGATIVE_INFINITY;
        double[] full = new double[psi.length];
        addGradient(psi, this::solve, full);
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
        double[] psi = withBeta(parameters);
        if (!findModes(psi)) return this;
        density(data.hasDispersion() ? Density.NEWTON + Density.DISPERSION : Density.NEWTON);
        evaluateLaws(psi);
        if (!factor(cross.lambdas(psi), false)) return this;
        return new Near(parameters.clone(), u.clone(), effectSlopes(psi));
    }

    /** du/dpsi at the modes by the parameters of this likelihood, with the derivatives and the factor of H in hand. */
    private double[][] effectSlopes(double[] psi) {
        int p = structure.p;
        double[][] slopes = new double[size()][];
        double[][] lambdas = cross.lambdas(psi);
        for (int k = p; k < data.p(); k++) slopes[k - p] = effectSlope(lambdas, out[Density.L_ETA2], data.x()[k]);
        for (int k = 0; k < data.d().length; k++)
            slopes[data.deltaFrom() + k - p] = effectSlope(lambdas, out[Density.L_ETA_TAU], data.d()[k]);
        double[] zl1 = cross.scores(out[Density.L_ETA]);
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            double[][] lambdaSlopes = term.lambdaSlopes(psi);
            for (int k = 0; k < lambdaSlopes.length; k++) {
                // dLambda' Z'l' + Lambda' Z' diag(l'') Z dLambda u
                double[][] only = new double[lambdas.length][];
                for (int f = 0; f < lambdas.length; f++) only[f] = new double[lambdas[f].length];
                only[e] = lambdaSlopes[k];
                double[] shift = new double[data.n()];
                addRandom(only, u, shift);
                double[] slope = effectSlope(lambdas, out[Density.L_ETA2], shift);
                int q = term.q();
                for (int l = 0; l < term.m(); l++) {
                    int from = structure.scalarStart[e] + l * q;
                    for (int i = 0; i < q; i++)
                        for (int j = 0; j < q; j++) slope[from + j] += lambdaSlopes[k][i * q + j] * zl1[from + i];
                    if (term.law().dependsOnTheta()) slope[from + k] += law[from + k][RandomLaw.F1_T];
                }
                slopes[term.thetaFrom() + k - p] = slope;
            }
        }
        for (double[] slope : slopes) cholesky.solve(slope);
        return slopes;
    }

    /** Lambda' Z' (l'' x). */
    private double[] effectSlope(double[][] lambdas, double[] curvature, double[] x) {
        double[] weighted = new double[x.length];
        for (int i = 0; i < weighted.length; i++) weighted[i] = curvature[i] * x[i];
        double[] slope = cross.scores(weighted);
        cross.multiplyLambda(lambdas, slope, true);
        return slope;
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
            u = effects;
            double[] psi = withBeta(x);
            data.fixedPredictor(0, data.n(), psi, fixed);
            data.logDispersion(0, data.n(), psi, tau);
            predictor(cross.lambdas(psi), u, eta);
            for (int i = 0; i < eta.length; i++) eta[i] += fixed[i];
            cancellation.run();
            return evaluateAt(psi, gradient);
        }

        @Override
        public ConditionalModes conditionalModes(double[] x) {
            return JointLikelihood.this.conditionalModes(x);
        }
    }

    /** All derivatives, and the factor of H, at the effects in hand. @return false if H is not positive definite */
    boolean expand(double[] psi) {
        density(data.hasDispersion() ? Density.ALL : Density.ALL - Density.DISPERSION);
        evaluateLaws(psi);
        return factor(cross.lambdas(psi), false);
    }

    /** Laplace's approximation at the point of {@link #expand}. */
    double value() {
        return h() + 0.5 * (structure.scalars * LOG_2PI - cholesky.logDet(0)) + logDetScaling;
    }

    /** H^-1 x, in place. */
    double[] solve(double[] x) {
        cholesky.solve(x);
        return x;
    }

    /**
     * p_{beta,v} at psi with the effects of p_v there and with psi's own beta, instead of their joint mode.
     *
     * @param marginal p_v, evaluated at psi
     * @return false if H is not positive definite there
     */
    boolean expandAt(double[] psi, JointLikelihood marginal) {
        double[] parameters = withBeta(Arrays.copyOfRange(psi, structure.p, psi.length));
        data.fixedPredictor(0, data.n(), parameters, fixed);
        data.logDispersion(0, data.n(), parameters, tau);
        u = Arrays.copyOf(marginal.u, structure.scalars);
        System.arraycopy(psi, 0, u, structure.scalars - structure.p, structure.p);
        return heightAt(parameters, cross.lambdas(psi), u) > Double.NEGATIVE_INFINITY && expand(parameters);
    }

    /**
     * Adds the gradient of {@link #value} at the point of {@link #expand} (D8 to D11). How the effects follow the parameters is what
     * {@code adjoint} says: it turns the gradient of -log det H / 2 by the effects into r, by H^-1 where they stay at the mode. Null:
     * they stay where they are on the scale of the linear predictor, and only the leverages count (D33).
     */
    void addGradient(double[] psi, @Nullable UnaryOperator<double[]> adjoint, double[] gradient) {
        int n = data.n();
        double[][] lambdas = cross.lambdas(psi);
        double[][] f = out;
        cholesky.invert(0);
        double[] s = leverages(lambdas);
        double[] l1 = f[Density.L_ETA];
        double[] l2 = f[Density.L_ETA2];
        double[] l3 = f[Density.L_ETA3];
        double[] score = l1.clone();
        double[] r = new double[structure.scalars];
        double[] c = new double[n];
        if (adjoint != null) {
            double[] half = new double[n];
            for (int i = 0; i < n; i++) half[i] = 0.5 * l3[i] * s[i];
            r = cross.scores(half);
            cross.multiplyLambda(lambdas, r, true);
            for (int i = 0; i < law.length; i++) r[i] += 0.5 * law[i][RandomLaw.F3] * inverseDiagonal(i);
            r = adjoint.apply(r);
            c = predictor(lambdas, r, null);
            for (int i = 0; i < n; i++) score[i] += half[i] + l2[i] * c[i];
        }
        for (int k = structure.p; k < data.p(); k++) gradient[k] += ModelData.dot(data.x()[k], 0, n, score, 0);
        if (data.hasDispersion()) {
            double[] t = new double[n];
            for (int i = 0; i < n; i++)
                t[i] = f[Density.L_TAU][i] + 0.5 * f[Density.L_ETA2_TAU][i] * s[i] + f[Density.L_ETA_TAU][i] * c[i];
            for (int k = 0; k < data.d().length; k++)
                gradient[data.deltaFrom() + k] += ModelData.dot(data.d()[k], 0, n, t, 0);
        }
        double[] zScore = cross.scores(score);
        double[] zl1 = cross.scores(l1);
        int count = structure.terms.size();
        double[][] g = new double[count][];
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            int q = term.q();
            g[e] = new double[q * q];
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                for (int i = 0; i < q; i++)
                    for (int k = 0; k < q; k++)
                        g[e][i * q + k] += zScore[from + i] * u[from + k] + zl1[from + i] * r[from + k];
            }
        }
        cross.addLogDetGradient(-1, lambdas, cholesky, structure.p > 0, g);
        for (int e = 0; e < count; e++) {
            TermData term = structure.term(e);
            term.gradient(psi, g[e], gradient);
            if (!term.law().dependsOnTheta()) continue;
            int q = term.q();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < q; k++) {
                    int at = structure.scalarStart[e] + l * q + k;
                    double sum = law[at][RandomLaw.F_T] + law[at][RandomLaw.F1_T] * r[at];
                    if (adjoint != null) sum += 0.5 * law[at][RandomLaw.F2_T] * inverseDiagonal(at);
                    gradient[term.thetaFrom() + k] += sum;
                }
        }
    }

    /** The modes, from the last ones or else from where a first search begins. @return false if they are not found */
    boolean findModes(double[] psi) {
        if (!data.density().concave()) return findHighestModes(psi);
        if (searchModes(psi)) return true;
        u = startingEffects();
        return searchModes(psi);
    }

    /**
     * From zero, and from where each level alone would go: a lower mode may vanish as the parameters change, and where it does H is
     * singular and Laplace's approximation infinite. Nothing depends on where the last search ended.
     */
    private boolean findHighestModes(double[] psi) {
        u = startingEffects();
        boolean found = searchModes(psi);
        double[] near = u;
        double height = found ? height() : Double.NEGATIVE_INFINITY;
        u = levelwiseEffects(psi);
        if (searchModes(psi) && higher(height(), height)) {
            found = true;
            near = u;
            height = height();
        }
        for (int k = 0; found && k < MAX_FOLDS; k++) {
            double[] flat = flatDirection(psi, near);
            boolean left = false;
            for (int side = -1; side <= 1 && flat != null; side += 2) {
                double[] from = near.clone();
                for (int i = 0; i < from.length; i++) from[i] += side * REACH * flat[i];
                u = from;
                if (!searchModes(psi) || !higher(height(), height)) continue;
                left = true;
                near = u;
                height = height();
            }
            if (!left) break;
        }
        u = near;
        if (found) heightAt(psi, cross.lambdas(psi), u);
        return found;
    }

    private static boolean higher(double height, double than) {
        return height > than + 1e-9 * Math.max(1, Math.abs(height));
    }

    /** The direction in which h is nearly flat at effects v, by inverse iteration; null if there is none: a mode about to vanish has one. */
    private double @Nullable [] flatDirection(double[] psi, double[] v) {
        double[][] lambdas = cross.lambdas(psi);
        heightAt(psi, lambdas, v);
        if (!factor(lambdas, false)) return null;
        double[] direction = new double[v.length];
        for (int i = 0; i < direction.length; i++) direction[i] = 1 + i % 3;
        double curvature = Double.POSITIVE_INFINITY;
        for (int k = 0; k < INVERSE_ITERATIONS; k++) {
            double squares = 0;
            cholesky.solve(direction);
            for (double x : direction) squares += x * x;
            curvature = 1 / Math.sqrt(squares);
            for (int i = 0; i < direction.length; i++) direction[i] *= curvature;
        }
        return curvature < NEARLY_FLAT ? direction : null;
    }

    /** Term by term and effect by effect the best of three values for each level, all other effects held. */
    private double[] levelwiseEffects(double[] psi) {
        double[][] lambdas = cross.lambdas(psi);
        double[] best = startingEffects();
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            for (int k = 0; k < term.q(); k++) {
                double[] from = best.clone();
                double[] highest = levelHeights(psi, lambdas, from, e, k);
                for (int side = -1; side <= 1; side += 2) {
                    double[] candidate = from.clone();
                    for (int l = 0; l < term.m(); l++)
                        candidate[structure.scalarStart[e] + l * term.q() + k] += side * REACH;
                    double[] heights = levelHeights(psi, lambdas, candidate, e, k);
                    for (int l = 0; l < term.m(); l++) {
                        if (!(heights[l] > highest[l])) continue;
                        highest[l] = heights[l];
                        int at = structure.scalarStart[e] + l * term.q() + k;
                        best[at] = candidate[at];
                    }
                }
            }
        }
        return best;
    }

    /** What the rows of each level of a term and its own effect k add to h at effects v. */
    private double[] levelHeights(double[] psi, double[][] lambdas, double[] v, int e, int k) {
        heightAt(psi, lambdas, v);
        TermData term = structure.term(e);
        double[] heights = new double[term.m()];
        for (int l = 0; l < term.m(); l++) heights[l] = law[structure.scalarStart[e] + l * term.q() + k][RandomLaw.F];
        for (int i = 0; i < data.n(); i++) heights[term.level()[i]] += out[Density.L][i];
        return heights;
    }

    /**
     * Newton's method with step-halving on h, from the last modes. A factor of H serves as long as each of its steps takes the decrement
     * down a good deal, the one of the last evaluation to begin with: a step without a factorization costs next to nothing.
     */
    private boolean searchModes(double[] psi) {
        int n = data.n();
        double[][] lambdas = cross.lambdas(psi);
        data.fixedPredictor(0, n, psi, fixed);
        data.logDispersion(0, n, psi, tau);
        double value = heightAt(psi, lambdas, u);
        if (!(value > Double.NEGATIVE_INFINITY)) return false;
        boolean reuse = factored && data.density().concave();
        double last = Double.POSITIVE_INFINITY;
        int cramped = 0;
        for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
            cancellation.run();
            double[] g = cross.scores(out[Density.L_ETA]);
            cross.multiplyLambda(lambdas, g, true);
            for (int i = 0; i < law.length; i++) g[i] += law[i][RandomLaw.F1];
            double[] step = g.clone();
            double decrement = 0;
            if (reuse) {
                decrement = decrement(g, step);
                reuse = decrement < GOOD_FALL * last;
            }
            boolean old = reuse;
            if (!old) {
                if (!factor(lambdas, false) && !factor(lambdas, true)) return false;
                step = g.clone();
                decrement = decrement(g, step);
            }
            double[] candidate = new double[u.length];
            double next = Double.NEGATIVE_INFINITY;
            double beyond = next;
            boolean moved = false;
            double t = 1;
            for (int halving = 0; halving < (old ? 1 : 40) && !moved; halving++, t /= 2) {
                for (int i = 0; i < u.length; i++) candidate[i] = u[i] + t * step[i];
                beyond = next;
                next = heightAt(psi, lambdas, candidate);
                moved = next >= value + 1e-4 * t * decrement
                        || decrement < 1e-6 && next >= value - 1e-9 * Math.abs(value);
            }
            if (!moved) {
                if (!old) return false;
                heightAt(psi, lambdas, u);
                reuse = false;
                continue;
            }
            // steps that stay short for it end at the edge of the range of the predictors, where there is no mode
            if (t < CRAMPED && beyond == Double.NEGATIVE_INFINITY && ++cramped > MAX_CRAMPED) return false;
            u = candidate;
            value = next;
            if (decrement < (old ? REUSE_TOLERANCE : MODE_TOLERANCE)) return true;
            reuse = true;
            last = decrement;
        }
        return false;
    }

    /** Replaces the step g by H^-1 g. @return g' H^-1 g */
    private double decrement(double[] g, double[] step) {
        cholesky.solve(step);
        double sum = 0;
        for (int i = 0; i < g.length; i++) sum += g[i] * step[i];
        return sum;
    }

    /** h at effects v; leaves eta, the derivatives of Newton's method and the laws there. */
    private double heightAt(double[] psi, double[][] lambdas, double[] v) {
        double[] random = predictor(lambdas, v, eta);
        for (int i = 0; i < random.length; i++) eta[i] += fixed[i];
        density(Density.VALUE + Density.NEWTON);
        double[] kept = u;
        u = v;
        evaluateLaws(psi);
        u = kept;
        double h = height();
        return Double.isNaN(h) ? Double.NEGATIVE_INFINITY : h;
    }

    /** The h-likelihood (D5) at the effects in hand. */
    double h() {
        return height() + data.logConstant();
    }

    private double height() {
        double sum = 0;
        for (double l : out[Density.L]) sum += l;
        for (double[] f : law) sum += f[RandomLaw.F];
        return sum;
    }

    private void density(int want) {
        int n = data.n();
        data.density().evaluate(0, n, data.y(), data.w(), eta, tau, want, out);
        double[] count = data.count();
        if ((want & Density.VALUE) != 0) multiply(out[Density.L], count);
        if ((want & Density.NEWTON) != 0) {
            multiply(out[Density.L_ETA], count);
            multiply(out[Density.L_ETA2], count);
        }
        if ((want & Density.THIRD) != 0) multiply(out[Density.L_ETA3], count);
        if ((want & Density.DISPERSION) != 0)
            for (int row = Density.L_TAU; row < Density.ROWS; row++) multiply(out[row], count);
        checkpoint.after((long) Density.ROWS * n);
    }

    private static void multiply(double[] v, double[] by) {
        for (int i = 0; i < v.length; i++) v[i] *= by[i];
    }

    private void evaluateLaws(double[] psi) {
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < q; k++) {
                    int at = structure.scalarStart[e] + l * q + k;
                    term.law().evaluate(u[at], term.lawTheta(psi, k), law[at]);
                }
        }
    }

    /** H at the derivatives in hand. @param clipped with every curvature made positive, for steps far from the mode */
    private boolean factor(double[][] lambdas, boolean clipped) {
        double[] l2 = out[Density.L_ETA2];
        for (int i = 0; i < omega.length; i++) omega[i] = clipped ? Math.abs(l2[i]) : -l2[i];
        for (int i = 0; i < law.length; i++)
            prior[i] = clipped ? Math.max(1e-3, Math.abs(law[i][RandomLaw.F2])) : -law[i][RandomLaw.F2];
        cross.fill(omega);
        cross.assemble(lambdas, prior, cholesky);
        factored = cholesky.factor();
        return factored;
    }

    /** Z Lambda v by row, plus X times the beta at its end where that is integrated out. */
    private double[] predictor(double[][] lambdas, double[] v, double @Nullable [] to) {
        int n = data.n();
        double[] result = to == null ? new double[n] : to;
        Arrays.fill(result, 0);
        addRandom(lambdas, v, result);
        for (int k = 0; k < structure.p; k++) {
            double beta = v[structure.scalars - structure.p + k];
            double[] x = data.x()[k];
            for (int i = 0; i < n; i++) result[i] += x[i] * beta;
            checkpoint.after(n);
        }
        return result;
    }

    private void addRandom(double[][] lambdas, double[] v, double[] to) {
        int n = to.length;
        double[] b = v.clone();
        cross.multiplyLambda(lambdas, b, false);
        for (int e = 0; e < structure.terms.size(); e++) {
            TermData term = structure.term(e);
            int q = term.q();
            int from = structure.scalarStart[e];
            int[] level = term.level();
            for (int k = 0; k < q; k++) {
                double[] z = term.z()[k];
                for (int i = 0; i < n; i++) to[i] += z[i] * b[from + level[i] * q + k];
                checkpoint.after(n);
            }
        }
    }

    private double inverseDiagonal(int scalar) {
        int e = 0;
        while (scalar >= structure.scalarStart[e + 1]) e++;
        int q = structure.term(e).q();
        int l = (scalar - structure.scalarStart[e]) / q;
        int c = (scalar - structure.scalarStart[e]) % q;
        return cholesky.inverseEntry(e, l, c, e, l, c, 0);
    }

    /** s_i = a_i' H^-1 a_i for every row, a_i = Lambda' z_i, followed by x_i where beta is integrated out. */
    private double[] leverages(double[][] lambdas) {
        int n = data.n();
        double[] s = new double[n];
        int count = structure.terms.size();
        for (int e = 0; e < count; e++) {
            TermData a = structure.term(e);
            int q = a.q();
            // Lambda H^-1 Lambda' by level, then z' . z by row
            double[] own = new double[a.m() * q * q];
            for (int l = 0; l < a.m(); l++)
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < q; j++) {
                        double sum = 0;
                        for (int c = 0; c <= i; c++)
                            for (int d = 0; d <= j; d++)
                                sum += lambdas[e][i * q + c]
                                        * cholesky.inverseEntry(e, l, c, e, l, d, 0)
                                        * lambdas[e][j * q + d];
                        own[(l * q + i) * q + j] = sum;
                    }
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++) {
                    for (int row = 0; row < n; row++)
                        s[row] += a.z()[i][row] * a.z()[j][row] * own[(a.level()[row] * q + i) * q + j];
                    checkpoint.after(n);
                }
            for (int f = e + 1; f < count; f++) {
                TermData b = structure.term(f);
                int qb = b.q();
                BlockStructure.Cells cells = structure.cells[e][f];
                double[] pair = new double[cells.size() * q * qb];
                for (int cell = 0; cell < cells.size(); cell++)
                    for (int i = 0; i < q; i++)
                        for (int j = 0; j < qb; j++) {
                            double sum = 0;
                            for (int c = 0; c <= i; c++)
                                for (int d = 0; d <= j; d++)
                                    sum += lambdas[e][i * q + c]
                                            * cholesky.inverseEntry(
                                                    e,
                                                    cells.first[cell],
                                                    c,
                                                    f,
                                                    cells.second[cell],
                                                    d,
                                                    cells.place(cell))
                                            * lambdas[f][j * qb + d];
                            pair[(cell * q + i) * qb + j] = sum;
                        }
                checkpoint.after((long) cells.size() * q * qb);
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < qb; j++) {
                        for (int row = 0; row < n; row++)
                            s[row] += 2 * a.z()[i][row] * b.z()[j][row] * pair[(cells.ofRow[row] * q + i) * qb + j];
                        checkpoint.after(n);
                    }
            }
            if (structure.p > 0) addCrossLeverages(e, lambdas[e], s);
        }
        for (int k = 0; k < structure.p; k++)
            for (int l = 0; l <= k; l++) {
                double v = (k == l ? 1 : 2) * cholesky.inverseBeta(k, l);
                double[] xk = data.x()[k];
                double[] xl = data.x()[l];
                for (int row = 0; row < n; row++) s[row] += v * xk[row] * xl[row];
                checkpoint.after(n);
            }
        return s;
    }

    /** Adds 2 z' Lambda H^-1_wb x by row, for the term at position e. */
    private void addCrossLeverages(int e, double[] lambda, double[] s) {
        TermData a = structure.term(e);
        int q = a.q();
        int p = structure.p;
        double[] cross = new double[a.m() * q * p];
        for (int l = 0; l < a.m(); l++)
            for (int i = 0; i < q; i++)
                for (int k = 0; k < p; k++) {
                    double sum = 0;
                    for (int c = 0; c <= i; c++) sum += lambda[i * q + c] * cholesky.inverseEntryBeta(e, l, c, k);
                    cross[(l * q + i) * p + k] = 2 * sum;
                }
        for (int i = 0; i < q; i++) {
            double[] z = a.z()[i];
            for (int k = 0; k < p; k++) {
                double[] x = data.x()[k];
                for (int row = 0; row < s.length; row++)
                    s[row] += z[row] * x[row] * cross[(a.level()[row] * q + i) * p + k];
                checkpoint.after(s.length);
            }
        }
    }

    /** Effective number of mean parameters: the trace of H^-1 times the rows' part of H, which is the sum of -l'' s. */
    double effectiveParameters(double[] psi) {
        cholesky.invert(0);
        double[] s = leverages(cross.lambdas(psi));
        double sum = 0;
        for (int i = 0; i < s.length; i++) sum -= out[Density.L_ETA2][i] * s[i];
        return sum;
    }

    /** log f(y | w, beta) at the effects in hand. */
    double conditionalLogLikelihood() {
        double sum = 0;
        for (double l : out[Density.L]) sum += l;
        return sum + data.logConstant();
    }

    /** dh/dbeta at the effects in hand. */
    double[] betaScore() {
        double[] score = new double[data.p()];
        for (int k = 0; k < score.length; k++)
            score[k] = ModelData.dot(data.x()[k], 0, data.n(), out[Density.L_ETA], 0);
        return score;
    }

    /** beta of the scaled columns where it is integrated out, at the last point evaluated. */
    public double[] beta() {
        return Arrays.copyOfRange(u, structure.scalars - structure.p, structure.scalars);
    }

    /** Covariance of {@link #beta()} given the other parameters: the block of H^-1, at the last point evaluated. */
    public double[][] betaCovariance() {
        cholesky.invert(0);
        int p = structure.p;
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) v[i][k] = cholesky.inverseBeta(i, k);
        return v;
    }

    @Override
    public ConditionalModes conditionalModes(double[] parameters) {
        double[] psi = withBeta(parameters);
        double[][] lambdas = cross.lambdas(psi);
        findModes(psi);
        density(Density.NEWTON);
        evaluateLaws(psi);
        factor(lambdas, false);
        double[][] slopes;
        if (structure.p > 0) {
            cholesky.invert(0);
            slopes = cross.slopes(cholesky);
        } else {
            slopes = new double[data.p()][];
            double[] weighted = new double[data.n()];
            for (int k = 0; k < slopes.length; k++) {
                for (int i = 0; i < weighted.length; i++) weighted[i] = out[Density.L_ETA2][i] * data.x()[k][i];
                slopes[k] = cross.scores(weighted);
                cross.multiplyLambda(lambdas, slopes[k], true);
                cholesky.solve(slopes[k]);
            }
        }
        cholesky.invert(structure.p);
        return cross.conditionalModes(lambdas, u, cholesky, 1, slopes);
    }
}
