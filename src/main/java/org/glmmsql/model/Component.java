package org.glmmsql.model;

import java.util.List;

/**
 * The coefficients of the linear predictor of a parameter other than the mean.
 *
 * @param parameter as the model text says it: dispersion, zero, shape
 * @param name as broom.mixed names the part of a model: disp, zero, shape
 * @param link of the parameter
 */
public record Component(String parameter, String name, String link, List<Coefficient> coefficients) {
    /** Of the mean. */
    public static final String COND = "cond";
}
