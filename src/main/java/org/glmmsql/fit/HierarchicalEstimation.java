package org.glmmsql.fit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.formula.Method;
import org.glmmsql.likelihood.HLikelihoods;
import org.glmmsql.likelihood.HOrder;
import org.glmmsql.likelihood.HierarchicalEquations;
import org.glmmsql.likelihood.JointLikelihood;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.NewtonSolver;
import org.glmmsql.optimize.Root;

/**
 * Estimates of hierarchical GLMs: the maximum of p_{beta,v}, and the solutions of the equations of Lee and Nelder, which start there
 * (DESIGN.md, D31 to D36).
 */
final class HierarchicalEstimation {
    private static final double NEAR_ZERO = 1e-3;
    private static final int MAX_STEPS = 100;

    private static final double TOLERANCE = 1e-10;

    private final ModelDataBuilder.Built built;
    private final ModelData data;
    private final Estimation estimation;
    private final Start start;
    private final Control control;

    HierarchicalEstimation(ModelDataBuilder.Built built, Estimation estimation, Start start, Control control) {
        this.built = built;
        this.data = built.data();
        this.estimation = estimation;
        this.start = start;
        this.control = control;
    }

    Estimates estimate(Method method) {
        Estimates restricted = restricted();
        return switch (method) {
            case REML -> data.terms().isEmpty() ? restricted : withLikelihoods(restricted);
            case EQL -> solve(HOrder.EQL, restricted);
            case PQL, HL00 -> solve(HOrder.HL00, restricted);
            case HL01 -> solve(HOrder.HL01, restricted);
            case HL11 -> solve(HOrder.HL11, restricted);
            case ML -> throw new IllegalArgumentException("ML is no hierarchical method");
        };
    }

    /** With h and its adjusted profiles at the estimates. */
    Estimates withLikelihoods(Estimates estimates) {
        return estimates.with(members(equations(HOrder.HL11).likelihoods(estimates.psi())));
    }

    private HierarchicalEquations equations(HOrder order) {
        return new HierarchicalEquations(built, order, control.cancellation(), control.threads());
    }

    /** (delta, theta) at the maximum of p_{beta,v}, beta at the joint mode of h. */
    private Estimates restricted() {
        int p = data.p();
        JointLikelihood likelihood = JointLikelihood.restricted(
                data,
                Arrays.copyOf(start.psi, p),
                built.fixed().logDeterminant(),
                control.cancellation(),
                control.threads());
        Estimates dispersion = estimation.joint(likelihood, start);
        double[] psi = Arrays.copyOf(likelihood.beta(), data.size());
        System.arraycopy(dispersion.psi(), 0, psi, p, psi.length - p);
        return dispersion.with(psi, blockDiagonal(likelihood.betaCovariance(), dispersion.covariance()));
    }

    /** The root of the equations next to {@code from}, an estimate by {@link #restricted}. */
    private Estimates solve(HOrder order, Estimates from) {
        HierarchicalEquations equations = equations(order);
        double[][] metric = metric(from.covariance());
        Root root =
                new NewtonSolver(TOLERANCE, MAX_STEPS).solve(equations::evaluate, insideBoundary(from.psi()), metric);
        double[] psi = root.x();
        boolean atEdge = !root.converged()
                && Edge.exists(data, start.constantLevel())
                && (from.atEdge() || Edge.reached(equations::evaluate, psi, metric));
        double[][] information = negated(root.jacobian());
        HLikelihoods likelihoods = equations.likelihoods(psi);
        return new Estimates(
                psi,
                blockDiagonal(equations.betaCovariance(psi), dispersionCovariance(information, data.p())),
                false,
                likelihoods.pv(),
                members(likelihoods),
                equations.conditionalModes(psi),
                root.f(),
                information,
                root.decrement(),
                root.converged(),
                atEdge,
                from.iterations() + root.iterations(),
                from.evaluations() + root.evaluations(),
                null);
    }

    /** As a stored model names them. */
    private static Map<String, Double> members(HLikelihoods likelihoods) {
        Map<String, Double> members = new LinkedHashMap<>();
        members.put("h", likelihoods.h());
        members.put("p_v", likelihoods.pv());
        members.put("p_beta_v", likelihoods.pBetaV());
        members.put("caic", likelihoods.conditionalAic());
        return members;
    }

    /** theta = 0 solves the equations of its term whatever the data say: from there the search takes the moments' start. */
    private double[] insideBoundary(double[] psi) {
        double[] inside = psi.clone();
        for (TermData term : data.terms()) {
            boolean atBoundary = false;
            for (int k = 0; k < term.thetaSize(); k++)
                atBoundary |=
                        Math.abs(psi[term.thetaFrom() + k] - term.parameter(k).boundary()) < NEAR_ZERO;
            if (atBoundary) System.arraycopy(start.psi, term.thetaFrom(), inside, term.thetaFrom(), term.thetaSize());
        }
        return inside;
    }

    /** The covariance of {@link #restricted} where it is defined, which says how far the equations are from 0. */
    private double[][] metric(double[][] covariance) {
        for (double[] row : covariance)
            for (double value : row) if (Double.isNaN(value)) return start.inverseInformation;
        return covariance;
    }

    /** Of (delta, theta), beta following them: their block of the inverse, which need not be symmetric; NaN where there is none. */
    private static double[][] dispersionCovariance(double[][] information, int p) {
        int d = information.length;
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        boolean regular = CommonOps_DDRM.invert(new DMatrixRMaj(information), inverse);
        double[][] covariance = new double[d - p][d - p];
        for (int i = p; i < d; i++)
            for (int j = p; j < d; j++)
                covariance[i - p][j - p] = regular ? 0.5 * (inverse.get(i, j) + inverse.get(j, i)) : Double.NaN;
        return covariance;
    }

    private static double[][] blockDiagonal(double[][] first, double[][] second) {
        int p = first.length;
        int d = p + second.length;
        double[][] result = new double[d][d];
        for (int i = 0; i < p; i++) System.arraycopy(first[i], 0, result[i], 0, p);
        for (int i = p; i < d; i++) System.arraycopy(second[i - p], 0, result[i], p, d - p);
        return result;
    }

    private static double[][] negated(double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(v -> -v).toArray())
                .toArray(double[][]::new);
    }
}
