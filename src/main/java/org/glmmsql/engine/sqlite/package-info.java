/** The functions in SQLite: an aggregate and scalar functions; rows by SQLite's own json_each. */
@NullMarked
package org.glmmsql.engine.sqlite;

import org.jspecify.annotations.NullMarked;
