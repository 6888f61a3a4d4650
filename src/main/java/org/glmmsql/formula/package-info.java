/** Model text to syntax tree. */
@NullMarked
package org.glmmsql.formula;

import org.jspecify.annotations.NullMarked;
