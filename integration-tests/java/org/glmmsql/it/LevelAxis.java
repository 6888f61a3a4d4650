package org.glmmsql.it;

import java.awt.Graphics2D;
import java.util.List;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.text.TextBlock;
import org.jfree.chart.ui.RectangleEdge;

/** The levels of a factor beside their intervals: long names go on below, and where there is no place for all names, some are left out. */
final class LevelAxis extends CategoryAxis {
    /** So many lines of names have place one below the other. */
    static final int LINES = 30;

    private static final int MOST_LINES_OF_A_NAME = 3;
    private static final int CHARACTERS_OF_A_LINE = 20;

    private final List<?> levels;
    private final int step;

    LevelAxis(CategoryAxis style, List<?> levels) {
        this.levels = levels;
        int longest = levels.stream()
                .mapToInt(level -> level.toString().length())
                .max()
                .orElse(0);
        int lines = Math.max(
                1, Math.min(MOST_LINES_OF_A_NAME, (longest + CHARACTERS_OF_A_LINE - 1) / CHARACTERS_OF_A_LINE));
        this.step = Math.max(1, (levels.size() * lines + LINES - 1) / LINES);
        setTickLabelFont(style.getTickLabelFont());
        setTickLabelPaint(style.getTickLabelPaint());
        setMaximumCategoryLabelLines(lines);
        setAxisLineVisible(false);
        setTickMarksVisible(false);
        setLowerMargin(0.02);
        setUpperMargin(0.02);
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected TextBlock createLabel(Comparable level, float width, RectangleEdge edge, Graphics2D graphics) {
        return levels.indexOf(level) % step == 0 ? super.createLabel(level, width, edge, graphics) : new TextBlock();
    }
}
