/** The SQL surface without an engine: functions, collected rows, and the way from a call to a model text. */
@NullMarked
package org.glmmsql.sql;

import org.jspecify.annotations.NullMarked;
