/** Columns as collected from a database. */
@NullMarked
package org.glmmsql.frame;

import org.jspecify.annotations.NullMarked;
