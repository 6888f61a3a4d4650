/** Columns and formula to model matrices. */
@NullMarked
package org.glmmsql.design;

import org.jspecify.annotations.NullMarked;
