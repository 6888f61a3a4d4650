package org.glmmsql.likelihood;

/** What a {@link ClusterLikelihood} asks its shards. {@code nodes} of the quadrature in each dimension; 1 is Laplace. */
final class ClusterRequest {
    private ClusterRequest() {}

    /** Log-likelihood and gradient at the modes, which are searched for from the last ones. */
    record Evaluation(int nodes, double[] psi) implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            return shard.evaluate(nodes, psi);
        }
    }

    /** To keep the modes at psi with their slopes dw/dpsi, for {@link Nearby}. The result is empty. */
    record Tangents(int nodes, double[] psi) implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            shard.keepTangents(nodes, psi);
            return new ClusterSums[0];
        }
    }

    /** Log-likelihood and gradient at psi, with modes on their tangents at {@code from}. */
    record Nearby(int nodes, double[] from, double[] psi) implements Request<ClusterShard, ClusterSums[]> {
        @Override
        public ClusterSums[] answer(ClusterShard shard) {
            return shard.evaluateNear(nodes, from, psi);
        }
    }

    /** The conditional modes at psi. */
    record Effects(int nodes, double[] psi) implements Request<ClusterShard, ClusterEffects> {
        @Override
        public ClusterEffects answer(ClusterShard shard) {
            return shard.effects(nodes, psi);
        }
    }
}
