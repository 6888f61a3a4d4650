package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.random.RandomLaw;

/** dw/dpsi of the clusters of a run at their modes: H^-1 times what psi does to the gradient of h. */
final class ClusterSlopes {
    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final Clusters clusters;
    private final int q;
    private final double[] b;
    private final double[] rhs;
    private final double[][] weighted;

    ClusterSlopes(ClusterRows rows, ClusterNewton newton) {
        this.rows = rows;
        this.newton = newton;
        clusters = rows.clusters;
        q = rows.q;
        b = new double[q];
        rhs = new double[q];
        weighted = new double[rows.data.predictors().size()][];
        for (int s : rows.f.random) weighted[s] = new double[rows.rows];
    }

    /** What theta does to the gradient of h of a cluster whose Newton step is in hand, into its place. */
    void addTheta(int c, double[] modes, double[][] lambdaSlopes, Clusters.Parameters at, double[][] to) {
        for (int k = rows.data.thetaFrom(); k < to.length; k++) lambdaSlope(c, modes, at, lambdaSlopes[k], to[k]);
        if (clusters.plainNormal) return;
        for (TermData term : rows.data.terms())
            if (term.law().dependsOnTheta())
                for (int k = 0; k < term.q(); k++) {
                    int effect = clusters.firstOf(term) + k;
                    to[term.thetaFrom() + k][(rows.first + c) * q + effect] += newton.law[effect][RandomLaw.F1_T];
                }
    }

    /** dLambda' G + Lambda' C dLambda w. */
    private void lambdaSlope(int c, double[] modes, Clusters.Parameters at, double[] lambdaSlope, double[] to) {
        int place = (rows.first + c) * q;
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int k = 0; k < q; k++) sum += lambdaSlope[i * q + k] * modes[place + k];
            b[i] = sum;
        }
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int k = 0; k < q; k++) sum += newton.zCurvature[(c * q + i) * q + k] * b[k];
            rhs[i] = sum;
        }
        Arrays.fill(to, place, place + q, 0);
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++)
                to[place + k] += lambdaSlope[i * q + k] * newton.zScore[c * q + i] + at.lambda[i * q + k] * rhs[i];
    }

    /** What the coefficients of predictor s do to the gradients, into their places: Lambda' Z' (l'' x), l'' between s and the effects' own. */
    void addCoefficients(int s, Clusters.Parameters at, double[][] to) {
        PredictorData predictor = rows.data.predictors().get(s);
        for (int k = 0; k < predictor.x().length; k++) {
            double[] x = predictor.x()[k];
            double[] result = to[predictor.coefficient()[k]];
            for (int u : rows.f.random) {
                double[] second = rows.f.second(s, u);
                for (int j = 0; j < rows.rows; j++) weighted[u][j] = second[j] * x[rows.from + j];
            }
            for (int c = 0; c < rows.count(); c++) {
                int row = rows.row(c);
                int place = (rows.first + c) * q;
                for (int i = 0; i < q; i++) {
                    double[] w = weighted[clusters.predictor[i]];
                    b[i] = ModelData.dot(rows.z[i], rows.from + row, rows.rowEnd(c) - row, w, row);
                }
                for (int i = 0; i < q; i++) {
                    double sum = 0;
                    for (int e = i; e < q; e++) sum += at.lambda[e * q + i] * b[e];
                    result[place + i] += sum;
                }
            }
        }
    }

    /** From what psi does to the gradients to what it does to the modes. */
    void solve(double[][] to) {
        for (int c = 0; c < rows.count(); c++)
            for (double[] slope : to) {
                SmallCholesky.forward(newton.h, c * q * q, q, slope, (rows.first + c) * q);
                SmallCholesky.backward(newton.h, c * q * q, q, slope, (rows.first + c) * q);
            }
    }
}
