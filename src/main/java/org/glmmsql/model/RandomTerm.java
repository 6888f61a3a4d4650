package org.glmmsql.model;

import java.util.List;
import org.glmmsql.random.Structures;

/**
 * A random term and the law that was estimated for it.
 *
 * @param component of the model that its effects are part of: cond, disp, zero
 * @param structure name of its covariance structure
 * @param columns names of the q coefficients that vary, positions included
 * @param told which of {@link FittedModel#varCorr} are its rows, from 0
 * @param sigma q x q covariance matrix of the effects of a level, row-major; lambda on its diagonal for a law that is not normal
 */
public record RandomTerm(
        String component,
        String group,
        String law,
        String structure,
        List<String> columns,
        List<Integer> told,
        double[] sigma) {
    /** The rows that are parameters; the others of {@link #told} follow from them. */
    List<Integer> parameters() {
        return told.subList(0, Structures.byName(structure).parameters(q(), told.size()));
    }

    /** Number of coefficients. */
    public int q() {
        return columns.size();
    }
}
