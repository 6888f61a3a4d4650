package org.glmmsql.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.correlation.Correlation;
import org.glmmsql.correlation.Correlations;
import org.glmmsql.correlation.Distances;
import org.glmmsql.correlation.EffectFactor;
import org.glmmsql.correlation.Extent;
import org.glmmsql.correlation.Places;
import org.jspecify.annotations.Nullable;

/**
 * Effects by position whose correlation is a function of where they are (D-R12): Lambda = D L, L L' the correlation matrix, D their standard
 * deviations. theta is one standard deviation, free in sign, or the logarithm of one for each position; then, for q > 1, the parameters of
 * the correlation.
 */
final class CorrelatedEffects implements Structure {
    /** Weights of the central difference of order four, and its step. */
    private static final double STEP = 1e-3;

    private final String name;
    private final Correlation correlation;
    private final boolean ownScales;
    private final List<String> contained;
    private final Extent extent;
    private final double[][] coordinates;

    /** @param contained the structures that are special cases of it */
    CorrelatedEffects(String name, Correlation correlation, boolean ownScales, String... contained) {
        this(name, correlation, ownScales, List.of(contained), new Extent(List.of(), 0, 1, 0, 1), new double[0][]);
    }

    private CorrelatedEffects(
            String name,
            Correlation correlation,
            boolean ownScales,
            List<String> contained,
            Extent extent,
            double[][] coordinates) {
        this.name = name;
        this.correlation = correlation;
        this.ownScales = ownScales;
        this.contained = contained;
        this.extent = extent;
        this.coordinates = coordinates;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isLinear() {
        return correlation.isLinear(ownScales);
    }

    @Override
    public boolean ownScales() {
        return ownScales;
    }

    @Override
    public Where where() {
        return switch (correlation.place()) {
            case POINT -> Where.POINT;
            case TIME -> Where.TIME;
            default -> Where.STEP;
        };
    }

    @Override
    public boolean contains(String other) {
        return name.equals(other) || contained.contains(other);
    }

    @Override
    public Structure at(double[][] at) {
        return new CorrelatedEffects(name, correlation, ownScales, contained, extent(at), at);
    }

    /** Not where a position has a standard deviation of its own, or a distance its own correlation: few positions do not show them all. */
    @Override
    public @Nullable Structure within(int[] some) {
        if (ownScales || correlation == Correlations.TOEPLITZ || coordinates.length == 0) return null;
        double[][] at = new double[coordinates.length][some.length];
        for (int d = 0; d < at.length; d++) for (int k = 0; k < some.length; k++) at[d][k] = coordinates[d][some[k]];
        return new CorrelatedEffects(name, correlation, ownScales, contained, extent, at);
    }

    private static Extent extent(double[][] at) {
        int q = at[0].length;
        List<String> names = IntStream.range(0, q).mapToObj(String::valueOf).toList();
        double step = 0;
        for (int k = 1; k < q; k++) step = divisor(step, at[0][k] - at[0][k - 1]);
        double reach = q == 0 ? 0 : at[0][q - 1] - at[0][0];
        return new Extent(names, q, step > 0 ? step : 1, reach, Distances.unit(at));
    }

    /** The greatest common divisor of whole numbers; of others it is not asked for. */
    private static double divisor(double a, double b) {
        if (b != Math.rint(b)) return 1;
        double x = a;
        double y = b;
        while (y != 0) {
            double rest = x % y;
            x = y;
            y = rest;
        }
        return Math.abs(x);
    }

    private Extent extent(int q) {
        return coordinates.length > 0 ? extent : extent(steps(q));
    }

    private Places places(int q) {
        double[][] at = coordinates.length > 0 ? coordinates : steps(q);
        return new Places(q, at, IntStream.range(0, q).toArray());
    }

    private static double[][] steps(int q) {
        return new double[][] {IntStream.range(0, q).asDoubleStream().toArray()};
    }

    private int deviations(int q) {
        return ownScales ? q : 1;
    }

    @Override
    public List<Theta> parameters(int q) {
        List<Theta> parameters = new ArrayList<>();
        if (ownScales) Structure.numbered("log sd", q).forEach(sd -> parameters.add(Theta.free(sd)));
        else parameters.add(Theta.entry("sd"));
        if (q > 1) correlation.parameters(extent(q)).forEach(own -> parameters.add(Theta.free(own)));
        return parameters;
    }

    private double sd(double[] theta, int from, int k) {
        return ownScales ? Math.exp(theta[from + k]) : theta[from];
    }

    private double[] factor(int q, double[] theta, int from) {
        return q > 1 ? root(q, theta, from).lower() : new double[] {1};
    }

    private EffectFactor root(int q, double[] theta, int from) {
        return new EffectFactor(correlation, places(q), extent(q), theta, from + deviations(q));
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        double[] l = factor(q, theta, from);
        for (int row = 0; row < q; row++) {
            double sd = sd(theta, from, row);
            for (int col = 0; col <= row; col++) lambda[row * q + col] = sd * l[row * q + col];
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        EffectFactor root = q > 1 ? root(q, theta, from) : null;
        double[] l = root == null ? new double[] {1} : root.lower();
        double[] byEntry = new double[q * q];
        for (int row = 0; row < q; row++) {
            double sd = sd(theta, from, row);
            double sum = 0;
            for (int col = 0; col <= row; col++) {
                sum += g[row * q + col] * l[row * q + col];
                byEntry[row * q + col] = sd * g[row * q + col];
            }
            if (ownScales) gradient[from + row] += sd * sum;
            else gradient[from] += sum;
        }
        if (root != null) root.addGradient(byEntry, gradient, from + deviations(q));
    }

    /** By differences of order four, which have more digits than the steps along them need: the chain rule, entry by entry, would take q^4. */
    @Override
    public void slopes(int q, double[] theta, int from, double[][] to) {
        double[] at = theta.clone();
        double[] lambda = new double[q * q];
        for (int k = 0; k < to.length; k++) {
            Arrays.fill(to[k], 0);
            for (int times : new int[] {1, -1, 2, -2}) {
                at[from + k] = theta[from + k] + times * STEP;
                lambda(q, at, from, lambda);
                double weight = (Math.abs(times) == 1 ? 8 : -1) * Math.signum(times) / (12 * STEP);
                for (int e = 0; e < lambda.length; e++) to[k][e] += weight * lambda[e];
            }
            at[from + k] = theta[from + k];
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        if (ownScales) for (int k = 0; k < q; k++) theta[from + k] = Math.log(sd[k]);
        else theta[from] = CorrelationFactor.shared(sd, q);
        if (q > 1) correlation.start(extent(q), theta, from + deviations(q));
    }

    @Override
    public List<double[]> line() {
        return correlation.line();
    }

    /** Numbers that follow from others come last. */
    @Override
    public List<Told> told(List<String> columns, String label) {
        int q = columns.size();
        List<Told> told = new ArrayList<>();
        if (ownScales) Told.deviations(columns).forEach(told::add);
        else told.add(Told.shared(label));
        if (q == 1) return told;
        for (boolean parameter : new boolean[] {true, false}) {
            for (org.glmmsql.correlation.Told number : correlation.told(extent(q))) {
                if (number.parameter() == parameter) told.add(told(number, columns));
            }
        }
        return told;
    }

    /** The correlation of two positions by their numbers, any other by its name. */
    private Told told(org.glmmsql.correlation.Told number, List<String> columns) {
        Told.Value value = (theta, from) -> number.value().of(theta, from + deviations(columns.size()));
        if (number.other() == null) return Told.number(number.name(), number.bounded(), value);
        int first = Integer.parseInt(number.name());
        int second = Integer.parseInt(number.other());
        return new Told(columns.get(second), columns.get(first), second, first, value, true);
    }

    @Override
    public int parameters(int q, int told) {
        long following = q == 1
                ? 0
                : correlation.told(extent(q)).stream()
                        .filter(number -> !number.parameter())
                        .count();
        return told - (int) following;
    }
}
