/** The entrance for Java programs and JDBC clients. */
@NullMarked
package org.glmmsql.jdbc;

import org.jspecify.annotations.NullMarked;
