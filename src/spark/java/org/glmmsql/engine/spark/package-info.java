/** Spark SQL. On the class path only: Spark's archives have no names that a module could require. */
@NullMarked
package org.glmmsql.engine.spark;

import org.jspecify.annotations.NullMarked;
