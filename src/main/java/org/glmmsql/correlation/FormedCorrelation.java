package org.glmmsql.correlation;

/** A correlation matrix all of whose entries are at hand. */
public interface FormedCorrelation extends FactoredCorrelation {
    /** Adds tr(G dR / dtheta_k) to {@code gradient} from {@code from}. @param g symmetric, m x m */
    void addTraces(double[] g, double[] gradient, int from);
}
