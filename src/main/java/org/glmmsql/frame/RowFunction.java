package org.glmmsql.frame;

/** A number computed from one row of a frame; NaN if a variable in it is NULL. Compiled once, it serves any frame of the same variables. */
@FunctionalInterface
public interface RowFunction {
    double at(Frame frame, int row);
}
