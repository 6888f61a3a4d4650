package org.glmmsql.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts from 0 on, whose zeros can be taken away ({@link TruncatedFamily}). */
abstract class FullCountFamily extends CountFamily {
    FullCountFamily(String name, List<PositiveLink> links, Parameter... further) {
        super(name, links, further);
    }

    /** log(-log f(0)): under the complementary log-log link the predictor of P(y &gt; 0), which keeps its digits where that is small. */
    @FunctionalInterface
    interface Depth {
        /**
         * @param logMean log mu
         * @param eta all predictors, of which that of the mean is not looked at
         */
        Jet at(Jet logMean, Jet[] eta);
    }

    /** One for each block of rows, which may keep what its rows have in common. */
    abstract Depth depth();

    /** Whether log f is concave in the predictor of the mean where there are no zeros. */
    boolean concaveTruncated(PositiveLink link) {
        return false;
    }

    @Override
    public final @Nullable String limit(Parameter parameter, double value) {
        return limit(value, "");
    }

    /** Of the parameter after the mean. @param prefix of the names of families, truncated_ where there are no zeros */
    @Nullable
    String limit(double value, String prefix) {
        return null;
    }

    final List<PositiveLink> positiveLinks() {
        return links().stream().map(link -> (PositiveLink) link(link)).toList();
    }
}
