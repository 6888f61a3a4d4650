package org.glmmsql.design;

import org.glmmsql.frame.Frame;

/**
 * A frame with the codes of each factor among the terms.
 *
 * @param codes by factor, in the order of the {@link TermCoder}, and row; -1 for NULL, {@link #NEW} for a level that the
 *     fit did not have
 */
record CodedRows(Frame frame, int[][] codes) {
    /** The indicator of no level. */
    static final int NEW = Integer.MAX_VALUE;
}
