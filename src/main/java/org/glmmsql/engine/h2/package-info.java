/** The functions in H2: an aggregate and aliases. */
@NullMarked
package org.glmmsql.engine.h2;

import org.jspecify.annotations.NullMarked;
