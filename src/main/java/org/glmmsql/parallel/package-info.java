/** Work shared out to threads of the common pool. */
@NullMarked
package org.glmmsql.parallel;

import org.jspecify.annotations.NullMarked;
