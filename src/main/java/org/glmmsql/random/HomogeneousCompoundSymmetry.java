package org.glmmsql.random;

/** One correlation of all pairs, rho a function of x as for {@link CompoundSymmetry} (D-R11). */
final class HomogeneousCompoundSymmetry extends OneCorrelation {
    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public String name() {
        return "homcs";
    }

    @Override
    CorrelationFactor factor(int q, double[] theta, int at) {
        return CompoundSymmetry.factor(q, theta, at);
    }

    @Override
    double rho(int q, double x) {
        return CompoundSymmetry.rho(q, x);
    }

    @Override
    double independent(int q) {
        return -Math.log(q - 1.0);
    }
}
