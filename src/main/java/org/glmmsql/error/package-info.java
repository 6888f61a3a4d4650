/** Coded errors that name the value found and the remedy. */
@NullMarked
package org.glmmsql.error;

import org.jspecify.annotations.NullMarked;
