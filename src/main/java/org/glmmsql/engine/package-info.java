/** What a database must offer, and what all adapters share. */
@NullMarked
package org.glmmsql.engine;

import org.jspecify.annotations.NullMarked;
