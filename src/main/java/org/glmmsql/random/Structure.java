package org.glmmsql.random;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

    /** The parameters for q coefficients. */
    List<Theta> parameters(int q);

    /**
     * Whether D Sigma D is of the structure for every diagonal D, as where each coefficient has a standard deviation of its own: then
     * columns may be scaled one by one, and a coefficient may have variance 0 while others have not. Else all have one scale.
     */
    boolean ownScales();

    /** Whether the left side is one variable whose values are the positions of a level's effects, one effect for each. */
    default boolean byPosition() {
        return false;
    }

    /** The structure over the positions given, ascending. */
    default Structure at(double[] positions) {
        return this;
    }

    /** Lambda(theta) into {@code lambda} (q * q, upper part zero). */
    void lambda(int q, double[] theta, int from, double[] lambda);

    /**
     * Chain rule: adds d f / d theta to {@code gradient} from {@code from}, given g = d f / d Lambda (q * q, only the lower triangle is
     * read).
     */
    void gradient(int q, double[] theta, int from, double[] g, double[] gradient);

    /** theta of independent coefficients with the standard deviations given, which are positive; of their root mean square if one is shared. */
    void start(int q, double[] sd, double[] theta, int from);

    /** The rows by which its estimate is told. @param columns names of the coefficients @param label of all of them together */
    default List<Told> told(List<String> columns, String label) {
        return Stream.concat(Told.deviations(columns), Told.correlations(columns))
                .toList();
    }

    /** Whether every covariance of another structure, by name and over the same columns, is one of this. */
    default boolean contains(String other) {
        return name().equals(other);
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
     * @param term1 what it is of
     * @param term2 with what it is correlated, or the name of the correlation; null for a standard deviation
     * @param first coefficient whose standard deviation or correlation it is
     * @param second the same as {@code first} for a standard deviation
     * @param correlation of one that is a function of theta alone, null where Sigma tells it
     */
    record Told(
            String term1,
            @org.jspecify.annotations.Nullable String term2,
            int first,
            int second,
            @org.jspecify.annotations.Nullable Correlation correlation) {

        /** A correlation by theta, read from {@code from} on. */
        public interface Correlation {
            double of(double[] theta, int from);
        }

        /** A standard deviation for each coefficient. */
        public static Stream<Told> deviations(List<String> columns) {
            return IntStream.range(0, columns.size()).mapToObj(i -> new Told(columns.get(i), null, i, i, null));
        }

        /** A correlation for each pair, by columns. */
        public static Stream<Told> correlations(List<String> columns) {
            return IntStream.range(0, columns.size())
                    .boxed()
                    .flatMap(j -> IntStream.range(j + 1, columns.size())
                            .mapToObj(i -> new Told(columns.get(j), columns.get(i), i, j, null)));
        }

        /** One standard deviation for all coefficients. */
        public static Told shared(String label) {
            return new Told(label, null, 0, 0, null);
        }

        /** A correlation with a name. */
        public static Told named(String label, String name, Correlation correlation) {
            return new Told(label, name, 0, 0, correlation);
        }

        public boolean isDeviation() {
            return term2 == null;
        }
    }

    /** Names of q parameters: sd1, sd2, ... */
    static List<String> numbered(String name, int q) {
        return IntStream.rangeClosed(1, q).mapToObj(k -> name + k).collect(Collectors.toList());
    }
}
