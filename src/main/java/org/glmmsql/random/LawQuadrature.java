package org.glmmsql.random;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Gauss's rule of a law: E g(v) is the sum of g at the values times the probabilities, exact where g is a polynomial of degree below
 * 2 n in the variable whose classical weight the law is (u of gamma and beta laws, 1/u of inverse gamma ones), from the eigenvalues
 * of the Jacobi matrix (Golub and Welsch 1969).
 *
 * @param v effects on the linear predictor
 */
public record LawQuadrature(double[] v, double[] probabilities) {

    /** v ~ N(0, sd^2): Hermite. */
    static LawQuadrature normal(int n, double sd) {
        return of(n, i -> 0, Math::sqrt, x -> sd * x);
    }

    /** v = f(x), x ~ gamma(shape, 1): Laguerre. */
    static LawQuadrature gamma(int n, double shape, DoubleUnaryOperator f) {
        return of(n, i -> 2 * i + shape, i -> Math.sqrt(i * (i + shape - 1)), f);
    }

    /** v = f(2 u - 1), u ~ beta(shape, shape): Gegenbauer. */
    static LawQuadrature symmetricBeta(int n, double shape, DoubleUnaryOperator f) {
        return of(
                n,
                i -> 0,
                i -> i == 1
                        ? Math.sqrt(1 / (2 * shape + 1))
                        : Math.sqrt(i * (i + 2 * shape - 2) / ((2 * (i + shape) - 1) * (2 * (i + shape) - 3))),
                f);
    }

    /** @param offDiagonal of the Jacobi matrix between i - 1 and i, i = 1.. */
    private static LawQuadrature of(
            int n, IntToDoubleFunction diagonal, IntToDoubleFunction offDiagonal, DoubleUnaryOperator f) {
        DMatrixRMaj jacobi = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            jacobi.set(i, i, diagonal.applyAsDouble(i));
            if (i > 0) {
                jacobi.set(i, i - 1, offDiagonal.applyAsDouble(i));
                jacobi.set(i - 1, i, offDiagonal.applyAsDouble(i));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!Double.isFinite(NormOps_DDRM.normF(jacobi)) || !eigen.decompose(jacobi)) {
            throw unusable();
        }
        double[] v = new double[n];
        double[] probabilities = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = f.applyAsDouble(eigen.getEigenvalue(i).getReal());
            double first = eigen.getEigenVector(i).get(0);
            probabilities[i] = first * first;
            if (!Double.isFinite(v[i]) || !Double.isFinite(probabilities[i])) {
                throw unusable();
            }
        }
        return new LawQuadrature(v, probabilities);
    }

    private static GlmmException unusable() {
        return new GlmmException(
                ErrorCode.PREDICT,
                "a law of random effects is so wide, or so narrow, that its mean has no quadrature in doubles; predict without"
                        + " marginal = true");
    }
}
