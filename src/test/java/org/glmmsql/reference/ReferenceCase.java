package org.glmmsql.reference;

import com.fasterxml.jackson.annotation.JacksonInject;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.glmmsql.error.GlmmException;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelTextParser;
import org.jspecify.annotations.Nullable;

/**
 * A model, its data and the right answer.
 *
 * @param textColumns columns loaded as text, all others as numbers
 * @param sqlPrep what to select of the data; null for all
 * @param compareLogLik false where the reference's log-likelihood is not that of the model
 * @param severalMaxima whether the approximated likelihood has several maxima: a higher one than the reference's is as good, and its
 *     estimates are others
 * @param folder of the pack or data set that the case came from
 * @param data file, relative to the folder
 */
public record ReferenceCase(
        String id,
        String model,
        @Nullable List<String> textColumns,
        @Nullable SqlPrep sqlPrep,
        Set<String> tags,
        @Nullable Boolean compareLogLik,
        @Nullable Tolerances tolerances,
        @Nullable Boolean severalMaxima,
        Expected expected,
        @Nullable String data,
        @JacksonInject Path folder) {

    /** Expressions to select, and a condition, in SQL. */
    public record SqlPrep(@Nullable String select, @Nullable String where) {}

    public ReferenceCase {
        textColumns = Objects.requireNonNullElse(textColumns, List.of());
        sqlPrep = Objects.requireNonNullElse(sqlPrep, new SqlPrep(null, null));
        compareLogLik = Objects.requireNonNullElse(compareLogLik, true);
        tolerances = Objects.requireNonNullElse(tolerances, Tolerances.DEFAULT);
        severalMaxima = Objects.requireNonNullElse(severalMaxima, false);
        data = Objects.requireNonNullElse(data, "data.csv");
    }

    /** Of a pack that goes further than the project: families, options and structures that are there only in part. */
    private static final String EXTENDED = "extended";

    /** Whether all that its model asks for is there; a case that has to be is, so that a text that is refused is a failure. */
    public boolean isCovered() {
        return !tags.contains("later") && (!tags.contains(EXTENDED) || isKnown(model));
    }

    /** Whether a model text is one. */
    private static boolean isKnown(String text) {
        try {
            GlmmFitter.check(ModelTextParser.parse(text));
            return true;
        } catch (GlmmException e) {
            return false;
        }
    }

    public Path dataFile() {
        return folder.resolve(data);
    }

    @Override
    public String toString() {
        return id;
    }
}
