package org.glmmsql.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Small dense matrices of hypotheses. */
final class Quadratic {
    private Quadratic() {}

    /** L M L', q x q. */
    static DMatrixRMaj ofRows(double[][] l, double[][] m) {
        DMatrixRMaj rows = new DMatrixRMaj(l);
        DMatrixRMaj half = new DMatrixRMaj(l.length, m.length);
        DMatrixRMaj result = new DMatrixRMaj(l.length, l.length);
        CommonOps_DDRM.mult(rows, new DMatrixRMaj(m), half);
        CommonOps_DDRM.multTransB(half, rows, result);
        return result;
    }
}
