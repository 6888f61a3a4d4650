package org.glmmsql.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** A matrix with the operators of formulas; no operation changes it but {@link #set}. */
record DenseMatrix(DMatrixRMaj m) {
    DenseMatrix(int rows, int columns) {
        this(new DMatrixRMaj(rows, columns));
    }

    double get(int i, int j) {
        return m.get(i, j);
    }

    void set(int i, int j, double value) {
        m.set(i, j, value);
    }

    DenseMatrix mult(DenseMatrix other) {
        DenseMatrix result = new DenseMatrix(m.numRows, other.m.numCols);
        CommonOps_DDRM.mult(m, other.m, result.m);
        return result;
    }

    DenseMatrix transpose() {
        return new DenseMatrix(CommonOps_DDRM.transpose(m, null));
    }

    DenseMatrix invert() {
        DenseMatrix result = new DenseMatrix(m.numRows, m.numCols);
        if (!CommonOps_DDRM.invert(m, result.m)) throw new ArithmeticException("singular");
        return result;
    }

    DenseMatrix plus(DenseMatrix other) {
        DenseMatrix result = new DenseMatrix(m.copy());
        CommonOps_DDRM.addEquals(result.m, other.m);
        return result;
    }

    DenseMatrix minus(DenseMatrix other) {
        return plus(other.scale(-1));
    }

    DenseMatrix scale(double by) {
        DenseMatrix result = new DenseMatrix(m.copy());
        CommonOps_DDRM.scale(by, result.m);
        return result;
    }

    double trace() {
        return CommonOps_DDRM.trace(m);
    }
}
