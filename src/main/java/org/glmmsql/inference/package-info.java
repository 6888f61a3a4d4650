/**
 * What follows from a fitted model without its data: means and slopes on a reference grid, contrasts, tests of hypotheses and terms, and what
 * tells how well it fits.
 */
@NullMarked
package org.glmmsql.inference;

import org.jspecify.annotations.NullMarked;
