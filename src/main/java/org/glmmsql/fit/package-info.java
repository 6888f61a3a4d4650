/** Design to fitted model. */
@NullMarked
package org.glmmsql.fit;

import org.jspecify.annotations.NullMarked;
