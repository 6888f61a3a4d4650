package org.glmmsql.likelihood;

/**
 * The h-likelihood and its adjusted profiles at one point (Lee and Nelder 2001; DESIGN.md, D31).
 *
 * @param h log f(y, v), on the scale of the linear predictor
 * @param pv h adjusted for the random effects: Laplace's approximation of the marginal likelihood
 * @param pBetaV h adjusted for the random effects and beta
 * @param conditionalAic -2 log f(y | v) + 2 trace(H^-1 H_y), H the information on (v, beta) and H_y the rows' part of it
 */
public record HLikelihoods(double h, double pv, double pBetaV, double conditionalAic) {}
