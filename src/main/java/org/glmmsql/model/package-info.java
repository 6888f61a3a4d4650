/** Fitted models as immutable values. */
@NullMarked
package org.glmmsql.model;

import org.jspecify.annotations.NullMarked;
