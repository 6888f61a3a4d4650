/** Published and independently computed answers, and the comparison of a fitted model with them. */
@NullMarked
package org.glmmsql.reference;

import org.jspecify.annotations.NullMarked;
