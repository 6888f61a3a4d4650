/** What strangers send: mutated texts and mutated models give answers or coded errors, soon and at little cost. */
@NullMarked
package org.glmmsql.fuzz;

import org.jspecify.annotations.NullMarked;
