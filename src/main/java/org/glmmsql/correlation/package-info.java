/** Correlations of measurements by where they were taken: in time, in space, at one of several occasions. */
@org.jspecify.annotations.NullMarked
package org.glmmsql.correlation;
