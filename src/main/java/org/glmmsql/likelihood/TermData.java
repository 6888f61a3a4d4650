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
        List<Theta> parameters) {

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
                        : structure.parameters(z.length));
    }

    TermData rows(int from, int end) {
        int[] some = Arrays.copyOfRange(level, from, end);
        double[][] columns = ModelData.rows(z, from, end);
        return new TermData(index, group, some, m, columns, structure, law, thetaFrom, original, predictor);
    }

    /** The same with other columns. */
    TermData with(double[][] columns) {
        return new TermData(index, group, level, m, columns, structure, law, thetaFrom, original, predictor);
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

    /** Adds d f / d theta to {@code gradient}, given g = d f / d Lambda (q x q row-major). */
    void gradient(double[] psi, double[] g, double[] gradient) {
        int q = q();
        if (!law.dependsOnTheta()) {
            structure.gradient(q, psi, thetaFrom, g, gradient);
            return;
        }
        for (int k = 0; k < q; k++) gradient[thetaFrom + k] += law.scale() * g[k * q + k];
    }

    /** dLambda / dtheta_k, q x q row-major, for each of this term's parameters. */
    double[][] lambdaSlopes(double[] psi) {
        int q = q();
        double[][] slopes = new double[thetaSize()][q * q];
        if (!law.dependsOnTheta()) structure.slopes(q, psi, thetaFrom, slopes);
        else for (int k = 0; k < q; k++) slopes[k][k * q + k] = law.scale();
        return slopes;
    }

    /** theta by which the law of coefficient k is evaluated. */
    public double lawTheta(double[] psi, int k) {
        return law.dependsOnTheta() ? psi[thetaFrom + k] : 0;
    }
}
