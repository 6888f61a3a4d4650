/** Random effects: covariance structures and laws. */
@NullMarked
package org.glmmsql.random;

import org.jspecify.annotations.NullMarked;
