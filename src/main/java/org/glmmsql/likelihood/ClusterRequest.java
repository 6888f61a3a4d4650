package org.glmmsql.likelihood;

/**
 * What a {@link ClusterLikelihood} asks its shards. {@code nodes} of the quadrature in each dimension; 1 is Laplace. A search for modes
 * that is {@code afresh} begins at 0 and not where the last one ended, which a shard that was made again does not know.
 */
final class ClusterRequest {
    private ClusterRequest() {}

    /** Log-likelihood and gradient at the modes, which are searched for. */
    record Evaluation(int nodes, double[] psi, boolean afresh) implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            return shard.evaluate(nodes, psi, afresh);
        }
    }

    /** To keep the modes at psi with their slopes dw/dpsi, for {@link Nearby}. The result is empty. */
    record Tangents(int nodes, double[] psi, boolean afresh) implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            shard.keepTangents(nodes, psi, afresh);
            return new ClusterSums[0];
        }
    }

    /** Log-likelihood and gradient at psi, with modes on their tangents at {@code from}. */
    record Nearby(int nodes, double[] from, double[] psi, boolean afresh)
            implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            return shard.evaluateNear(nodes, from, psi, afresh);
        }
    }

    /** The conditional modes at psi. */
    record Effects(int nodes, double[] psi, boolean afresh) implements Request<ClusterShard, ClusterEffects> {
        @Override
        public ClusterEffects answer(ClusterShard shard) {
            return shard.effects(nodes, psi, afresh);
        }
    }
}
