/** Minimisation of smooth functions with gradients. Knows no statistics. */
@NullMarked
package org.glmmsql.optimize;

import org.jspecify.annotations.NullMarked;
