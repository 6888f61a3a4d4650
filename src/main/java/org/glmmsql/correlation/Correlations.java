package org.glmmsql.correlation;

/** The correlations by place that effects can have, to be put together with standard deviations. */
public final class Correlations {
    public static final Correlation AR1 = new Autoregressive();
    public static final Correlation OU = new OrnsteinUhlenbeck();
    public static final Correlation TOEPLITZ = new Toeplitz();
    public static final Correlation ANTE = new AnteDependence();
    public static final Correlation EXPONENTIAL = new Exponential();
    public static final Correlation GAUSSIAN = new Gaussian();
    public static final Correlation MATERN = new Matern();

    private Correlations() {}
}
