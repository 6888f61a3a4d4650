package org.glmmsql.random;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The covariance structure of the q random coefficients of a term: b = Lambda(theta) u with u ~ N(0, I), so Sigma = Lambda Lambda',
 * Lambda q x q lower triangular. All that is known of a structure is told here; one class each, registered in {@link Structures}.
 * Matrices are row-major arrays; theta is read from {@code from} on.
 */
public interface Structure {
    /** As in a stored model. */
    String name();

    /** As in a model text: {@code call(x | g)}. */
    default String call() {
        return name();
    }

    /** Names of the numbers that a call may give after the term: {@code call(x | g, d = 2)}. */
    default List<String> arguments() {
        return List.of();
    }

    /** The structure with a number of {@link #arguments}. @throws org.glmmsql.error.GlmmException SYNTAX for one that it cannot have */
    default Structure with(String argument, double value) {
        throw new IllegalArgumentException(call() + " has no " + argument);
    }

    /** As in a model text. @param bar {@code x | g} */
    default String text(String bar) {
        return call() + "(" + bar + ")";
    }

    /** @param effects names of the effects of a level @throws org.glmmsql.error.GlmmException NOT_APPLICABLE if it is not for so many */
    default void check(List<String> effects) {}

    /** The rank of Sigma where nothing is degenerate: columns of Lambda from there on are 0. */
    default int rank(int q) {
        return q;
    }

    /** The parameters for q coefficients. */
    List<Theta> parameters(int q);

    /**
     * Whether D Sigma D is of the structure for every diagonal D, as where each coefficient has a standard deviation of its own: then
     * columns may be scaled one by one, and a coefficient may have variance 0 while others have not. Else all have one scale.
     */
    boolean ownScales();

    /** Whether the left side says where the effects of a level are, one effect for each position. */
    default boolean byPosition() {
        return where() != Where.NOWHERE;
    }

    /** What the left side has to be. */
    default Where where() {
        return Where.NOWHERE;
    }

    /** The structure over positions. @param coordinates by dimension, a number for each effect; ascending if there is one dimension */
    default Structure at(double[][] coordinates) {
        return this;
    }

    /** The structure over some of its positions, with the same parameters; null if that is none of this kind. @param some numbers of positions, ascending */
    default @Nullable Structure within(int[] some) {
        return null;
    }

    /** The left side of a term. */
    enum Where {
        /** Columns, each with a coefficient. */
        NOWHERE,
        /** One variable, whose values are the positions: whole numbers, or the levels of a factor one step apart. */
        STEP,
        /** One number. */
        TIME,
        /** One to three numbers. */
        POINT
    }

    /** Lambda(theta) into {@code lambda} (q * q, upper part zero). */
    void lambda(int q, double[] theta, int from, double[] lambda);

    /**
     * Chain rule: adds d f / d theta to {@code gradient} from {@code from}, given g = d f / d Lambda (q * q, only the lower triangle is
     * read).
     */
    void gradient(int q, double[] theta, int from, double[] g, double[] gradient);

    /** dLambda / dtheta_k, q x q row-major, for each parameter. */
    default void slopes(int q, double[] theta, int from, double[][] to) {
        double[] one = new double[q * q];
        double[] byTheta = new double[from + to.length];
        for (int entry = 0; entry < q * q; entry++) {
            one[entry] = 1;
            Arrays.fill(byTheta, 0);
            gradient(q, theta, from, one, byTheta);
            for (int k = 0; k < to.length; k++) {
                to[k][entry] = byTheta[from + k];
            }
            one[entry] = 0;
        }
    }

    /**
     * theta with the standard deviations given, which are positive; their root mean square if one is shared. Coefficients are independent,
     * or correlated as those at such distances may be.
     */
    void start(int q, double[] sd, double[] theta, int from);

    /** The last parameters along {@link Correlation#line}: ranges to look for others from. */
    default List<double[]> line() {
        return List.of();
    }

    /** Parameters to search from beside those of {@link #start}, where several maxima are likely. */
    default List<double[]> otherStarts(int q, double[] sd) {
        return List.of();
    }

    /** The rows by which its estimate is told: first as many as it has parameters, which determine the others. @param columns names of the coefficients @param label of all of them together */
    default List<Told> told(List<String> columns, String label) {
        return Stream.concat(Told.deviations(columns), Told.correlations(columns))
                .toList();
    }

    /** How many of the rows told have a place among the covariances of all estimates; the others follow from them. @param told their number */
    default int parameters(int q, int told) {
        return Math.min(told, parameters(q).size());
    }

    /** Whether every covariance of another structure, by name and over the same columns, is one of this. */
    default boolean contains(String other) {
        return name().equals(other);
    }

    /** Whether Sigma is any of a linear space of matrices, as one of free variances and covariances is. */
    default boolean isLinear() {
        return false;
    }

    /** Whether its coefficients are independent with scales of their own, so that they may follow a law that is not normal. */
    default boolean isIndependent() {
        return false;
    }

    /**
     * One parameter.
     *
     * @param name what it is
     * @param boundary where a variance is gone and the likelihood is even about it; NaN if it has no such value
     * @param scales whether it is in the units of the linear predictor, as an entry of Lambda is
     */
    record Theta(String name, double boundary, boolean scales) {
        /** A multiple of entries of Lambda, free in sign. */
        public static Theta entry(String name) {
            return new Theta(name, 0, true);
        }

        /** A number without a unit, on all of the real line. */
        public static Theta free(String name) {
            return new Theta(name, Double.NaN, false);
        }
    }

    /**
     * One row of the variance components.
     *
     * @param term1 what it is of, or the name of a number that has one
     * @param term2 with what it is correlated; null for a standard deviation and for a number with a name
     * @param first coefficient whose standard deviation or correlation it is
     * @param second the same as {@code first} for a standard deviation
     * @param value of one that is a function of theta alone, null where Sigma tells it
     * @param bounded whether it lies between -1 and 1, as a correlation; else it is positive
     */
    record Told(
            String term1,
            @Nullable String term2,
            int first,
            int second,
            @Nullable Value value,
            boolean bounded) {

        /** A number by theta, read from {@code from} on. */
        public interface Value {
            double of(double[] theta, int from);
        }

        /** A standard deviation for each coefficient. */
        public static Stream<Told> deviations(List<String> columns) {
            return IntStream.range(0, columns.size()).mapToObj(i -> new Told(columns.get(i), null, i, i, null, false));
        }

        /** A correlation for each pair, by columns. */
        public static Stream<Told> correlations(List<String> columns) {
            return IntStream.range(0, columns.size())
                    .boxed()
                    .flatMap(j -> IntStream.range(j + 1, columns.size())
                            .mapToObj(i -> new Told(columns.get(j), columns.get(i), i, j, null, true)));
        }

        /** One standard deviation for all coefficients. */
        public static Told shared(String label) {
            return new Told(label, null, 0, 0, null, false);
        }

        /** A number with a name. */
        public static Told number(String name, boolean bounded, Value value) {
            return new Told(name, null, 0, 0, value, bounded);
        }

        public boolean isDeviation() {
            return term2 == null && value == null;
        }
    }

    /** Names of q parameters: sd1, sd2, ... */
    static List<String> numbered(String name, int q) {
        return IntStream.rangeClosed(1, q).mapToObj(k -> name + k).collect(Collectors.toList());
    }
}
