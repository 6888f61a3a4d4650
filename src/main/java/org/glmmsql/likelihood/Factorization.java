package org.glmmsql.likelihood;

/**
 * H = -d2h/dv dv' of the random effects, and of the fixed effects where they are integrated out too, with what its factor gives: each kind
 * suits another pattern of H. Scalars are numbered by the {@link BlockStructure}, terms by their position there.
 */
interface Factorization {
    /**
     * The one that costs least. There is one kind for terms that are levels of one factor, nested or crossed, which all have a
     * {@link BlockStructure}; one for large crossed factors, whose dense block costs too much, takes its place here.
     *
     * @throws org.glmmsql.error.GlmmException MEMORY if there is not enough for any
     */
    static Factorization of(BlockStructure structure, int threads, Checkpoint checkpoint) {
        return new BlockCholesky(structure, threads, checkpoint);
    }

    /**
     * Takes and factors H = [Lambda' C Lambda, Lambda' ZX; ., XX] plus a diagonal.
     *
     * @param lambdas by elimination position, q x q
     * @param prior the diagonal, one value a scalar, 0 for beta
     * @return false if H is not positive definite
     */
    boolean factor(BlockCross cross, double[][] lambdas, double[] prior);

    /** log det of H without the last {@code without} scalars. */
    double logDet(int without);

    /** x := H^-1 x. */
    void solve(double[] x);

    /** Computes H^-1 on the pattern, of H without its last {@code without} scalars (0, or all of beta). */
    void invert(int without);

    /** Entries of H^-1 between level l of the term at position e and level m of the one at f, e <= f, for a pair that has a cell. */
    double inverseEntry(int e, int l, int c, int f, int m, int d, long cellAt);

    /** Entries of H^-1 between level l of the term at position e and fixed effect k. */
    double inverseEntryBeta(int e, int l, int c, int k);

    /** Entries of H^-1 between two fixed effects. */
    double inverseBeta(int i, int k);
}
