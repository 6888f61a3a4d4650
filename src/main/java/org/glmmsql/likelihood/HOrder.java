package org.glmmsql.likelihood;

/**
 * Which estimating equations of Lee and Nelder (1996, 2001) are solved. HL(i,j): beta maximises h jointly with the random effects
 * (i = 0) or p_v(h) (i = 1); dispersion parameters solve d p_{beta,v} = 0 with the effects held (j = 0) or following the parameters
 * (j = 1), beta held in both. EQL is HL(0,0) with every density replaced by its saddlepoint approximation.
 */
public enum HOrder {
    EQL(false, false, true),
    HL00(false, false, false),
    HL01(false, true, false),
    HL11(true, true, false);

    final boolean marginalBeta;
    final boolean movingEffects;
    final boolean saddlepoint;

    HOrder(boolean marginalBeta, boolean movingEffects, boolean saddlepoint) {
        this.marginalBeta = marginalBeta;
        this.movingEffects = movingEffects;
        this.saddlepoint = saddlepoint;
    }
}
