/** Special functions that the families and the random-effect laws share. */
@NullMarked
package org.glmmsql.special;

import org.jspecify.annotations.NullMarked;
