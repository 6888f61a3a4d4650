package org.glmmsql.study;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.glmmsql.design.Design;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;

/**
 * The largest log-likelihood of a generalized linear model (with a linear model of the log dispersion) that Newton's method finds from
 * several starts, on orthogonalised columns. Shares the densities with the product, nothing else.
 */
final class PooledGlm {
    private static final int STEPS = 300;
    private static final double[] FACTORS = {1, 0.3, 3, 0.03, 30};

    private final int n;
    private final int p;
    private final double[][] x;
    private final double[][] d;
    private final double[] y;
    private final double[] w;
    private final double[] offset;
    private final LogDensity density;
    private final double[] eta;
    private final double[] tau;
    private final double[][] out;
    private final double[][] shifted;

    private PooledGlm(Design design, Family family, LogDensity density) {
        n = design.n();
        this.density = density;
        x = orthogonal(design.fixed().columns());
        p = x.length;
        double[] ones = new double[n];
        java.util.Arrays.fill(ones, 1);
        d = !family.hasDispersion()
                ? new double[0][]
                : design.dispersion() == null
                        ? new double[][] {ones}
                        : orthogonal(design.dispersion().columns());
        y = design.response().y();
        w = family.priorWeights(design.response(), design.weights());
        offset = design.offset() == null ? new double[n] : design.offset();
        eta = new double[n];
        tau = new double[n];
        out = new double[Want.places(Math.max(2, density.predictors()))][n];
        shifted = new double[out.length][n];
    }

    /** @return negative infinity where no start is inside the domain */
    static double logLik(Design design, Family family, String link) {
        PooledGlm glm = new PooledGlm(design, family, family.density(link));
        double best = Double.NEGATIVE_INFINITY;
        for (double[] start : glm.starts(family, family.link(link))) best = Math.max(best, glm.climb(start));
        for (int i = 0; i < glm.n; i++) best += glm.density.logConstant(glm.y[i], glm.w[i]);
        return best;
    }

    /** Q of X = Q R times the root of n. */
    private double[][] orthogonal(double[][] columns) {
        int k = columns.length;
        DMatrixRMaj matrix = new DMatrixRMaj(n, k);
        for (int c = 0; c < k; c++) {
            double squares = 0;
            for (int i = 0; i < n; i++) squares += columns[c][i] * columns[c][i];
            for (int i = 0; i < n; i++) matrix.set(i, c, columns[c][i] / Math.sqrt(squares));
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, k);
        if (!qr.decompose(matrix)) throw new IllegalStateException("no QR of the columns");
        DMatrixRMaj q = qr.getQ(null, true);
        double[][] result = new double[k][n];
        for (int c = 0; c < k; c++) for (int i = 0; i < n; i++) result[c][i] = Math.sqrt(n) * q.get(i, c);
        return result;
    }

    private Iterable<double[]> starts(Family family, Link link) {
        java.util.List<double[]> starts = new java.util.ArrayList<>();
        double mean = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            mean += w[i] * y[i];
            total += w[i];
        }
        mean /= total;
        double[] target = new double[n];
        for (int i = 0; i < n; i++) target[i] = link.eta(family.startingMean(y[i], w[i])) - offset[i];
        starts.add(start(target, family, link));
        for (double factor : FACTORS) {
            double level = link.eta(
                    family.name().equals("binomial") ? Math.min(0.97, Math.max(0.03, mean * factor)) : mean * factor);
            for (int i = 0; i < n; i++) target[i] = level;
            starts.add(start(target, family, link));
        }
        return starts;
    }

    /** The regression of the target on X, and the dispersion that the deviance there says. */
    private double[] start(double[] target, Family family, Link link) {
        double[] psi = new double[p + d.length];
        for (int k = 0; k < p; k++) for (int i = 0; i < n; i++) psi[k] += x[k][i] * target[i] / n;
        predict(psi);
        double deviance = 0;
        for (int i = 0; i < n; i++) if (w[i] > 0) deviance += w[i] * family.unitDeviance(y[i], link.mu(eta[i]));
        double phi = deviance / n > 0 && deviance < 1e300 ? deviance / n : 1;
        for (int k = 0; k < d.length; k++) for (int i = 0; i < n; i++) psi[p + k] += d[k][i] * Math.log(phi) / n;
        return psi;
    }

    private void predict(double[] psi) {
        System.arraycopy(offset, 0, eta, 0, n);
        java.util.Arrays.fill(tau, 0);
        for (int k = 0; k < p; k++) for (int i = 0; i < n; i++) eta[i] += psi[k] * x[k][i];
        for (int k = 0; k < d.length; k++) for (int i = 0; i < n; i++) tau[i] += psi[p + k] * d[k][i];
    }

    /** With those of shapes at 0, which is no more than a bound. */
    private double[][] predictors() {
        double[][] predictors = new double[Math.max(2, density.predictors())][];
        java.util.Arrays.fill(predictors, new double[n]);
        predictors[0] = eta;
        predictors[1] = tau;
        return predictors;
    }

    private double value(double[] psi) {
        predict(psi);
        density.evaluate(0, n, y, w, predictors(), new Want(true, false, false, false, 1), out);
        double sum = 0;
        for (double l : out[LogDensity.L]) sum += l;
        return Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }

    private double climb(double[] psi) {
        double value = value(psi);
        if (!(value > Double.NEGATIVE_INFINITY)) return value;
        int size = psi.length;
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[size];
            double[] direction = direction(psi, gradient);
            double gain = 0;
            for (int i = 0; i < size; i++) gain += gradient[i] * direction[i];
            if (!(gain > 1e-12)) break;
            double[] candidate = new double[size];
            double next = Double.NEGATIVE_INFINITY;
            double t = 1;
            for (int halving = 0; halving < 50 && !(next >= value + 1e-4 * t * gain); halving++, t /= 2) {
                for (int i = 0; i < size; i++) candidate[i] = psi[i] + t * direction[i];
                next = value(candidate);
            }
            if (!(next > value)) break;
            psi = candidate;
            value = next;
        }
        return value;
    }

    /** |H|^-1 g. */
    private double[] direction(double[] psi, double[] gradient) {
        int size = psi.length;
        predict(psi);
        density.evaluate(0, n, y, w, predictors(), Want.all(1), out);
        double[] tauCurvature = new double[n];
        if (d.length > 0) {
            double h = 1e-4;
            for (int side = -1; side <= 1; side += 2) {
                for (int i = 0; i < n; i++) tau[i] += side == -1 ? -h : 2 * h;
                density.evaluate(0, n, y, w, predictors(), Want.all(1), shifted);
                for (int i = 0; i < n; i++) tauCurvature[i] += side * shifted[LogDensity.L_TAU][i] / (2 * h);
            }
        }
        DMatrixRMaj hessian = new DMatrixRMaj(size, size);
        for (int a = 0; a < size; a++) {
            double[] u = a < p ? x[a] : d[a - p];
            double[] first = out[a < p ? LogDensity.L_ETA : LogDensity.L_TAU];
            for (int i = 0; i < n; i++) gradient[a] += u[i] * first[i];
            for (int b = 0; b <= a; b++) {
                double[] v = b < p ? x[b] : d[b - p];
                double[] second = a < p ? out[LogDensity.L_ETA2] : b < p ? out[LogDensity.L_ETA_TAU] : tauCurvature;
                double sum = 0;
                for (int i = 0; i < n; i++) sum += u[i] * v[i] * second[i];
                hessian.set(a, b, sum);
                hessian.set(b, a, sum);
            }
        }
        double[] direction = new double[size];
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (CommonOps_DDRM.elementMaxAbs(hessian) < 1e300 && eigen.decompose(hessian)) {
            double largest = 0;
            for (int i = 0; i < size; i++)
                largest = Math.max(largest, Math.abs(eigen.getEigenvalue(i).getReal()));
            for (int i = 0; i < size; i++) {
                double curvature = Math.abs(eigen.getEigenvalue(i).getReal());
                double[] vector = eigen.getEigenVector(i).data;
                double along = 0;
                for (int k = 0; k < size; k++) along += vector[k] * gradient[k];
                along /= Math.max(curvature, 1e-12 * largest);
                for (int k = 0; k < size; k++) direction[k] += along * vector[k];
            }
        }
        return direction;
    }
}
