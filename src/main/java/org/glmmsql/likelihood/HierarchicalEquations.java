package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Estimating equations of hierarchical GLMs for psi = (beta, delta, theta), one for each {@link HOrder}, made of the pieces of the
 * gradients of p_v and p_{beta,v} (DESIGN.md, D32 to D35).
 */
public final class HierarchicalEquations {
    private final ModelData data;
    private final List<RandomScaling> random;
    private final HOrder order;
    private final JointLikelihood marginal;
    private final JointLikelihood restricted;

    public HierarchicalEquations(ModelDataBuilder.Built built, HOrder order, Runnable cancellation, int threads) {
        this.data = built.data();
        random = built.random();
        this.order = order;
        marginal = new JointLikelihood(data, cancellation, threads);
        restricted = JointLikelihood.restricted(
                data, new double[data.p()], built.fixed().logDeterminant(), cancellation, threads);
    }

    public int size() {
        return data.size();
    }

    /** The left-hand sides at psi, 0 at the estimate. @return false outside the domain or where no modes are found */
    public boolean evaluate(double[] psi, double[] equations) {
        int p = data.p();
        double[] gradient = new double[size()];
        if (order.marginalBeta) {
            if (marginal.evaluate(psi, gradient) == Double.NEGATIVE_INFINITY) return false;
        } else if (!marginal.findModes(psi) || order.movingEffects && !marginal.expand()) {
            return false;
        }
        if (!restricted.expandAt(psi, marginal)) return false;
        Arrays.fill(equations, 0);
        restricted.addGradient(adjoint(), equations);
        System.arraycopy(order.marginalBeta ? gradient : restricted.betaScore(), 0, equations, 0, p);
        if (order.saddlepoint) subtractSaddlepointErrors(psi, equations);
        for (double value : equations) if (!(Math.abs(value) < Double.POSITIVE_INFINITY)) return false;
        return true;
    }

    /** The random effects follow the parameters while beta is held: H^-1 of the effects alone. */
    private @Nullable UnaryOperator<double[]> adjoint() {
        if (!order.movingEffects) return null;
        return x -> Arrays.copyOf(marginal.solve(Arrays.copyOf(x, x.length - data.p())), x.length);
    }

    private void subtractSaddlepointErrors(double[] psi, double[] equations) {
        int n = data.n();
        if (data.hasDispersion()) {
            double[] tau = new double[n];
            data.predictors().get(1).evaluate(0, n, psi, tau);
            for (int i = 0; i < n; i++)
                tau[i] = data.count()[i] * data.density().saddlepointErrorSlope(data.w()[i], tau[i]);
            for (int k = 0; k < data.d().length; k++)
                equations[data.deltaFrom() + k] -= ModelData.dot(data.d()[k], 0, n, tau, 0);
        }
        for (TermData term : data.terms())
            for (int k = 0; k < term.q() && term.law().dependsOnTheta(); k++)
                equations[term.thetaFrom() + k] -= term.m() * term.law().saddlepointErrorSlope(term.lawTheta(psi, k));
    }

    /** h and its adjusted profiles at psi. */
    public HLikelihoods likelihoods(double[] psi) {
        marginal.findModes(psi);
        marginal.expand();
        restricted.expandAt(psi, marginal);
        return new HLikelihoods(
                marginal.h() - logDetLambda(psi),
                marginal.value(),
                restricted.value(),
                -2 * marginal.conditionalLogLikelihood() + 2 * restricted.effectiveParameters());
    }

    /** log |dv / dw| of all effects: h is told on the scale of v = Lambda w in the units of the data, as its value depends on that. */
    private double logDetLambda(double[] psi) {
        double sum = 0;
        for (TermData term : data.terms()) {
            int q = term.q();
            double[] lambda = term.lambdas(psi);
            sum += term.m() * random.get(term.index()).logDeterminant();
            for (int l = 0; l < term.m(); l++)
                for (int k = 0; k < term.effects(l); k++) sum += Math.log(Math.abs(lambda[term.at(l) + k * q + k]));
        }
        return sum;
    }

    /** Covariance of beta given the other parameters: its block of the inverse information of h on (v, beta), at psi. */
    public double[][] betaCovariance(double[] psi) {
        marginal.findModes(psi);
        restricted.expandAt(psi, marginal);
        return restricted.betaCovariance();
    }

    public ConditionalModes conditionalModes(double[] psi) {
        return marginal.conditionalModes(psi);
    }
}
