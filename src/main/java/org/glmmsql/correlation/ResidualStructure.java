package org.glmmsql.correlation;

import java.util.List;

/**
 * The covariance structure of the residuals of a group: a correlation, and whether the residuals have one variance, which a dispersion may
 * model, or each place its own.
 *
 * @param name as in a model text
 * @param ownScales whether each place has a variance of its own
 */
public record ResidualStructure(String name, Correlation correlation, boolean ownScales) {
    /** What a place has to be: with a variance of its own it is one of several. */
    public Correlation.Place place() {
        Correlation.Place place = correlation.place();
        return ownScales && place == Correlation.Place.ANY ? Correlation.Place.LEVEL : place;
    }

    /** Whether every covariance of another structure over the same places is one of this. */
    public boolean contains(ResidualStructure other) {
        return name.equals(other.name) || ResidualStructures.contained(name).contains(other.name);
    }

    /** Whether the covariance matrix is any of a linear space of them, as one of free variances and covariances is. */
    public boolean isLinear() {
        return correlation.isLinear(ownScales);
    }

    /** Whether a number of this name follows from others. */
    public boolean follows(String told) {
        Extent any = new Extent(List.of("1", "2"), 2, 1, 1, 1);
        return correlation.told(any).stream()
                .anyMatch(number -> !number.parameter() && number.name().equals(told));
    }
}
