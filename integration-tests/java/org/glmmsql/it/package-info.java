/** The packaged jar in real databases. */
@NullMarked
package org.glmmsql.it;

import org.jspecify.annotations.NullMarked;
