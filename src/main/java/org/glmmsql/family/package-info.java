/** Distributions of the response and their links. */
@NullMarked
package org.glmmsql.family;

import org.jspecify.annotations.NullMarked;
