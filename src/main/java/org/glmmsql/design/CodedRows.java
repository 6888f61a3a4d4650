package org.glmmsql.design;

import org.glmmsql.frame.Frame;

/**
 * A frame with the codes of each factor among the terms.
 *
 * @param codes by factor, in the order of the {@link TermCoder}, and row; -1 for NULL
 */
record CodedRows(Frame frame, int[][] codes) {}
