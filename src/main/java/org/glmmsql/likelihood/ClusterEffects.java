package org.glmmsql.likelihood;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Conditional modes of the clusters of a shard.
 *
 * @param level by term and cluster, level of the design
 * @param modes by term and cluster
 */
record ClusterEffects(int[][] level, ConditionalModes modes) implements Serializable {
    /** Room for so many clusters. */
    static ClusterEffects of(ModelData data, int clusters) {
        int[] m = new int[data.terms().size()];
        Arrays.fill(m, clusters);
        return new ClusterEffects(new int[m.length][clusters], ConditionalModes.of(data, m));
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
        for (int k = 0; k < modes.between().size(); k++) {
            ConditionalModes.Between from = modes.between().get(k);
            ConditionalModes.Between result = to.between().get(k);
            for (int c = 0; c < from.with().length; c++) {
                result.with()[level[from.first()][c]] = new int[] {level[from.second()][c]};
                result.covariances()[level[from.first()][c]] = from.covariances()[c];
            }
        }
    }
}
