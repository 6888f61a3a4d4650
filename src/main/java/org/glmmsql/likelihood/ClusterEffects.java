package org.glmmsql.likelihood;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditional modes of the clusters of a shard.
 *
 * @param level by term and cluster, level of the design
 * @param modes by term and cluster
 */
record ClusterEffects(int[][] level, ConditionalModes modes) implements Serializable {
    /** Room for so many clusters. */
    static ClusterEffects of(ModelData data, int clusters) {
        List<ConditionalModes.Term> terms = new ArrayList<>();
        for (TermData term : data.terms()) terms.add(ConditionalModes.Term.of(clusters, term.q(), data.followed()));
        return new ClusterEffects(new int[terms.size()][clusters], new ConditionalModes(terms));
    }

    /** Puts the clusters into the places of their levels. */
    void store(ConditionalModes to) {
        for (int t = 0; t < level.length; t++) {
            ConditionalModes.Term from = modes.terms().get(t);
            ConditionalModes.Term result = to.terms().get(t);
            for (int c = 0; c < level[t].length; c++) {
                result.b()[level[t][c]] = from.b()[c];
                result.covariance()[level[t][c]] = from.covariance()[c];
                result.slopes()[level[t][c]] = from.slopes()[c];
            }
        }
    }
}
