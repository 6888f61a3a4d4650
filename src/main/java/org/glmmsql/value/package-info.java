/** What the values of all databases are to a model: collected by column, numbers or texts. */
@NullMarked
package org.glmmsql.value;

import org.jspecify.annotations.NullMarked;
