/** The command line. */
@NullMarked
package org.glmmsql.cli;

import org.jspecify.annotations.NullMarked;
