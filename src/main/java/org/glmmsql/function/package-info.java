/** What an SQL function is: what it is called with, what it does, what it gives. Engines carry arguments to it and results from it. */
@NullMarked
package org.glmmsql.function;

import org.jspecify.annotations.NullMarked;
