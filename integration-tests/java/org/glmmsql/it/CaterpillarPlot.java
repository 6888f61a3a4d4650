package org.glmmsql.it;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import javax.swing.ImageIcon;
import net.sf.jasperreports.charts.JRChart;
import net.sf.jasperreports.charts.JRChartCustomizer;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.MinMaxCategoryRenderer;
import org.jfree.chart.ui.Layer;

/** Makes of a chart with the series low, estimate and high an interval with a dot for each category, and a line at zero. */
public final class CaterpillarPlot implements JRChartCustomizer {
    static final Color INTERVAL = new Color(0x7FA8D6);
    static final Color ESTIMATE = new Color(0x1F4E8C);
    /** More levels than that would touch. */
    private static final int CROWDED = 45;

    private static final int LOW = 0;
    private static final int HIGH = 2;

    @Override
    public void customize(JFreeChart chart, JRChart report) {
        CategoryPlot plot = chart.getCategoryPlot();
        int levels = plot.getCategories().size();
        plot.setRenderer(0, estimates(levels > CROWDED ? 3 : 6));
        plot.setDataset(1, plot.getDataset());
        plot.setRenderer(1, intervals(levels > CROWDED ? 1 : 2)); // drawn first
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setRangeGridlinePaint(new Color(0xDDDDDD));
        plot.setRangeGridlineStroke(new BasicStroke(0.5f));
        plot.addRangeMarker(new ValueMarker(0, Color.GRAY, new BasicStroke(0.75f)), Layer.BACKGROUND);
        plot.setDomainAxis(new LevelAxis(plot.getDomainAxis(), plot.getCategories()));
    }

    private static LineAndShapeRenderer estimates(double size) {
        LineAndShapeRenderer dots = new LineAndShapeRenderer(false, true);
        dots.setSeriesShapesVisible(LOW, false);
        dots.setSeriesShapesVisible(HIGH, false);
        dots.setDefaultShape(new Ellipse2D.Double(-size / 2, -size / 2, size, size));
        dots.setAutoPopulateSeriesShape(false);
        dots.setDefaultPaint(ESTIMATE);
        dots.setAutoPopulateSeriesPaint(false);
        return dots;
    }

    private static MinMaxCategoryRenderer intervals(float width) {
        MinMaxCategoryRenderer lines = new MinMaxCategoryRenderer();
        lines.setGroupPaint(INTERVAL);
        lines.setGroupStroke(new BasicStroke(width));
        ImageIcon nothing = new ImageIcon(new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB));
        lines.setMinIcon(nothing);
        lines.setObjectIcon(nothing);
        lines.setMaxIcon(nothing);
        return lines;
    }
}
