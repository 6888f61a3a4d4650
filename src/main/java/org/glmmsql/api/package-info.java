/** Models from Java without a database. */
@NullMarked
package org.glmmsql.api;

import org.jspecify.annotations.NullMarked;
