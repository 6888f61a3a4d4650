/** Long studies by seeded simulation, run on request (profile {@code slow}). */
@NullMarked
package org.glmmsql.study;

import org.jspecify.annotations.NullMarked;
