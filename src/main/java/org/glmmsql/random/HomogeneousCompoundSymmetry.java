package org.glmmsql.random;

import java.util.List;

/** One standard deviation and one correlation: theta = (sd, free in sign, and x of {@link CompoundSymmetry} for q > 1) (D-R11). */
final class HomogeneousCompoundSymmetry implements Structure {
    @Override
    public String name() {
        return "homcs";
    }

    @Override
    public List<Theta> parameters(int q) {
        return q > 1 ? List.of(Theta.entry("sd"), Theta.free("rho")) : List.of(Theta.entry("sd"));
    }

    @Override
    public boolean ownScales() {
        return false;
    }

    @Override
    public boolean byPosition() {
        return true;
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        CompoundSymmetry.factor(q, theta, from + 1).scaled(theta[from], lambda);
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        CompoundSymmetry.factor(q, theta, from + 1).scaledGradient(theta[from], g, gradient, from);
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        theta[from] = CorrelationFactor.shared(sd, q);
        if (q > 1) {
            theta[from + 1] = -Math.log(q - 1.0);
        }
    }

    @Override
    public List<Told> told(List<String> columns, String label) {
        int q = columns.size();
        return q == 1
                ? List.of(Told.shared(label))
                : List.of(
                        Told.shared(label),
                        Told.named(label, "rho", (theta, from) -> CompoundSymmetry.rho(q, theta[from + 1])));
    }

    @Override
    public boolean contains(String other) {
        return List.of("homcs", "homdiag").contains(other);
    }
}
