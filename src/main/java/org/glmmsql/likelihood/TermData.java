package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.glmmsql.random.RandomLaw;
import org.glmmsql.random.Structure;
import org.glmmsql.random.Structure.Theta;

/**
 * One random term in canonical order: b = Lambda(theta) w for the q coefficients of each of m levels.
 *
 * @param index place of the term in the design
 * @param group grouping factor
 * @param level n level numbers in canonical order
 * @param m number of levels
 * @param z q columns, scaled
 * @param thetaFrom first index of this term's parameters in psi
 * @param original level number in the design by canonical level number
 * @param predictor number of the linear predictor that the effects are part of
 * @param parameters what each theta_k is
 * @param patterns which effects each level has
 */
public record TermData(
        int index,
        String group,
        int[] level,
        int m,
        double[][] z,
        Structure structure,
        RandomLaw law,
        int thetaFrom,
        int[] original,
        int predictor,
        List<Theta> parameters,
        Patterns patterns) {

    TermData(
            int index,
            String group,
            int[] level,
            int m,
            double[][] z,
            Structure structure,
            RandomLaw law,
            int thetaFrom,
            int[] original,
            int predictor) {
        this(
                index,
                group,
                level,
                m,
                z,
                structure,
                law,
                thetaFrom,
                original,
                predictor,
                // a law that is not normal has a multiple of an entry of Lambda for each coefficient
                law.dependsOnTheta()
                        ? Collections.nCopies(z.length, Theta.entry("lambda"))
                        : structure.parameters(z.length),
                Patterns.one(structure, z.length, m));
    }

    TermData rows(int from, int end) {
        int[] some = Arrays.copyOfRange(level, from, end);
        double[][] columns = ModelData.rows(z, from, end);
        return new TermData(
                index, group, some, m, columns, structure, law, thetaFrom, original, predictor, parameters, patterns);
    }

    /** The same term with the effects that its levels have. */
    TermData over(double[][] columns, Patterns own) {
        Structure of = law.dependsOnTheta() ? structure : own.structures().get(0);
        return new TermData(index, group, level, m, columns, of, law, thetaFrom, original, predictor, parameters, own);
    }

    /** The same with other columns. */
    public TermData with(double[][] columns) {
        return over(columns, patterns.ofAnyColumns());
    }

    public int q() {
        return z.length;
    }

    public int thetaSize() {
        return parameters.size();
    }

    /** What theta_k is. */
    public Theta parameter(int k) {
        return parameters.get(k);
    }

    /** Lambda, q x q row-major, from psi. A law that is not normal has independent coefficients, each with its own theta. */
    public void lambda(double[] psi, double[] lambda) {
        int q = q();
        if (!law.dependsOnTheta()) {
            structure.lambda(q, psi, thetaFrom, lambda);
            return;
        }
        Arrays.fill(lambda, 0, q * q, 0);
        for (int k = 0; k < q; k++) lambda[k * q + k] = law.scale() * psi[thetaFrom + k];
    }

    /** Adds d f / d theta to {@code gradient}, given g = d f / d Lambda in the layout of {@link #lambdas}. */
    void gradient(double[] psi, double[] g, double[] gradient) {
        int q = q();
        if (!law.dependsOnTheta()) {
            patterns.gradient(psi, thetaFrom, g, gradient);
            return;
        }
        for (int k = 0; k < q; k++) gradient[thetaFrom + k] += law.scale() * g[k * q + k];
    }

    /** dLambda / dtheta_k in the layout of {@link #lambdas}, for each of this term's parameters. */
    double[][] lambdaSlopes(double[] psi) {
        int q = q();
        if (!law.dependsOnTheta()) return patterns.slopes(psi, thetaFrom, thetaSize());
        double[][] slopes = new double[thetaSize()][q * q];
        for (int k = 0; k < q; k++) slopes[k][k * q + k] = law.scale();
        return slopes;
    }

    /** dSigma / dtheta_k in the layout of {@link #lambdas}, for each parameter: dLambda Lambda' + Lambda dLambda'. */
    double[][] covarianceSlopes(double[] psi) {
        int q = q();
        double[] lambda = lambdas(psi);
        double[][] slopes = lambdaSlopes(psi);
        double[][] changes = new double[slopes.length][lambda.length];
        for (int k = 0; k < slopes.length; k++)
            for (int at = 0; at < lambda.length; at += q * q)
                for (int i = 0; i < q; i++)
                    for (int j = 0; j <= i; j++) {
                        double sum = 0;
                        for (int c = 0; c <= j; c++)
                            sum += slopes[k][at + i * q + c] * lambda[at + j * q + c]
                                    + lambda[at + i * q + c] * slopes[k][at + j * q + c];
                        changes[k][at + i * q + j] = sum;
                        changes[k][at + j * q + i] = sum;
                    }
        return changes;
    }

    /** Whether products of two columns are known to be 0. */
    boolean hasIndicators() {
        return patterns.indicators();
    }

    /** Number of effects of a level. */
    int effects(int l) {
        return patterns.positions()[patterns.ofLevel()[l]].length;
    }

    /** Place of a level's Lambda in {@link #lambdas}. */
    int at(int l) {
        return patterns.ofLevel()[l] * q() * q();
    }

    /** Lambda of all patterns, one after the other. */
    double[] lambdas(double[] psi) {
        if (!law.dependsOnTheta()) return patterns.lambdas(psi, thetaFrom);
        double[] lambda = new double[q() * q()];
        lambda(psi, lambda);
        return lambda;
    }

    /** Room for d f / d Lambda of all patterns. */
    double[] blocks() {
        return new double[patterns.positions().length * q() * q()];
    }

    /** Whether levels have effects at their own positions only, which are numbered within each. */
    public boolean isPartial() {
        return patterns.differ();
    }

    /** Positions of the effects of a level of the design, by number; the others have none. */
    public int[][] positionsByOriginal() {
        int[][] positions = new int[m][];
        for (int l = 0; l < m; l++) positions[original[l]] = patterns.positions()[patterns.ofLevel()[l]];
        return positions;
    }

    /** theta by which the law of coefficient k is evaluated. */
    public double lawTheta(double[] psi, int k) {
        return law.dependsOnTheta() ? psi[thetaFrom + k] : 0;
    }
}
