/** The h-likelihood and its uses: Laplace, adaptive quadrature, adjusted profiles, exact gaussian. Symbols as in DESIGN.md. */
@NullMarked
package org.glmmsql.likelihood;

import org.jspecify.annotations.NullMarked;
