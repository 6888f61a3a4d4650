package org.glmmsql.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.sf.jasperreports.engine.JRParameter;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.reference.CsvTable;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.text.TextBlock;
import org.jfree.chart.text.TextLine;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JasperReports over the driver: its queries use the functions, and the PDF in target/reports shows the model. */
class ReportIT {
    private static final String TITLE = "Disease in 15 herds";
    private static final float DOTS_PER_INCH = 288;

    /** In pixels: the chart is drawn at whole points, of which an inch has 72, and smoothed. */
    private static final double PRECISION = DOTS_PER_INCH / 72 + 1;

    @ParameterizedTest
    @ValueSource(strings = {CsvTable.H2, CsvTable.DUCKDB})
    void aReportOfAModel(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url.replaceFirst("jdbc:", "jdbc:glmm:"))) {
            CsvTable.create(
                    connection,
                    "cbpp",
                    Path.of("src/test/resources/reference/cbpp/data.csv"),
                    List.of("herd", "period"));
            Databases.execute(connection, """
                    CREATE TABLE fits AS SELECT glmm_fit(
                      'cbind(incidence, size - incidence) ~ period + (1 | herd), binomial', incidence, size, period, herd) AS model
                    FROM cbpp""");
            FittedModel model = ModelJson.parse(Databases.text(connection, "SELECT model FROM fits"));
            try (PDDocument pdf = Loader.loadPDF(report(connection).toFile())) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                assertThat(new PDFTextStripper().getText(pdf).lines().map(String::strip))
                        .contains(TITLE, "binomial(logit), 56 rows, 15 groups, log-likelihood -92.03, AIC 194.1")
                        .containsAll(coefficients(model));
                assertPlotted(model.randomEffects().get(0), new PDFRenderer(pdf).renderImageWithDPI(0, DOTS_PER_INCH));
            }
        }
    }

    /** Names in the table go on in a next line. */
    @Test
    void longNamesHavePlace() throws Exception {
        String column = "mean_time_between_admission_and_first_treatment_in_hours";
        String title = "Many hospitals of long names, ".repeat(4).strip();
        try (Connection connection = DriverManager.getConnection("jdbc:glmm:h2:mem:")) {
            Databases.execute(
                    connection,
                    "CREATE TABLE visits AS SELECT MOD(n * 7, 11) + MOD(n * 37, 100) / 5 AS y, MOD(n, 10) AS x,"
                            + " 'Hospital of Saint ' || LPAD(MOD(n * 37, 100), 3, '0') || ' in the northern district' AS g"
                            + " FROM (SELECT x AS n FROM SYSTEM_RANGE(0, 999))");
            Databases.execute(
                    connection,
                    "CREATE TABLE fits AS SELECT glmm_fit('y ~ " + column
                            + " + (1 | hospital), poisson', y, x, g) AS model FROM visits");
            try (PDDocument pdf =
                    Loader.loadPDF(report(connection, title, "many").toFile())) {
                assertThat(pdf.getNumberOfPages()).isEqualTo(1);
                String text = new PDFTextStripper().getText(pdf);
                assertThat(text.replaceAll("\\s", "")).contains(column, title.replace(" ", ""));
            }
        }
    }

    /** Of many levels some have a name beside the plot, each of which is whole. */
    @ParameterizedTest
    @CsvSource({
        "15, g, 15, 1",
        "30, g, 30, 1",
        "31, g, 16, 1",
        "400, g, 29, 1",
        "10, Hospital of Saint Martin in the north, 10, 2",
        "100, Hospital of Saint Martin in the north, 15, 2",
        "100, a_name_without_a_space_that_is_long_as_well, 10, 3"
    })
    void namesOfLevelsAreThinnedAndGoOnBelow(int levels, String name, int named, int lines) {
        List<String> names = IntStream.range(0, levels).mapToObj(i -> name + i).toList();
        CategoryAxis style = new CategoryAxis();
        style.setTickLabelFont(new Font("SansSerif", Font.PLAIN, 8));
        LevelAxis axis = new LevelAxis(style, names);
        Graphics2D graphics = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB).createGraphics();
        List<TextBlock> labels = names.stream()
                .map(level -> axis.createLabel(level, 150, RectangleEdge.LEFT, graphics))
                .filter(label -> !label.getLines().isEmpty())
                .toList();
        assertThat(labels).hasSize(named).allMatch(label -> label.getLines().size() == lines);
        assertThat(named * lines).isLessThanOrEqualTo(LevelAxis.LINES);
        assertThat(labels.get(0).getLines().stream()
                        .map(line -> ((TextLine) line)
                                .getFirstTextFragment()
                                .getText()
                                .replace(" ", ""))
                        .collect(Collectors.joining()))
                .isEqualTo((name + 0).replace(" ", ""));
    }

    private static Path report(Connection connection) throws Exception {
        return report(
                connection,
                TITLE,
                connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT));
    }

    private static Path report(Connection connection, String title, String name) throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("title", title);
        parameters.put("model", "SELECT model FROM fits");
        parameters.put(JRParameter.REPORT_LOCALE, Locale.ROOT);
        var report = JasperCompileManager.compileReport("integration-tests/reports/model.jrxml");
        Path pdf = Files.createDirectories(Path.of("target/reports")).resolve(name + ".pdf");
        JasperExportManager.exportReportToPdfFile(
                JasperFillManager.fillReport(report, parameters, connection), pdf.toString());
        return pdf;
    }

    /** The lines of the table. */
    private static List<String> coefficients(FittedModel model) {
        return model.fixed().stream()
                .map(c -> String.format(
                        Locale.ROOT,
                        "%s %.3f %.3f %.2f %s %.3f %.3f",
                        c.term(),
                        c.estimate(),
                        c.stdError(),
                        c.statistic(),
                        c.pValue() < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", c.pValue()),
                        c.confLow(),
                        c.confHigh()))
                .toList();
    }

    /** A dot and an interval for each level, the largest on top, all on one linear scale. */
    private static void assertPlotted(RandomEffects effects, BufferedImage page) {
        List<Span> dots = spans(page, CaterpillarPlot.ESTIMATE);
        List<Span> intervals = spans(page, CaterpillarPlot.INTERVAL);
        int[] order = IntStream.range(0, effects.levels().size())
                .boxed()
                .sorted(Comparator.comparingDouble(l -> -effects.modes()[l][0]))
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(dots).hasSameSizeAs(effects.levels());
        assertThat(intervals).hasSameSizeAs(effects.levels());
        int last = order.length - 1;
        double unit = (dots.get(0).middle() - dots.get(last).middle())
                / (effects.modes()[order[0]][0] - effects.modes()[order[last]][0]);
        double zero = dots.get(0).middle() - unit * effects.modes()[order[0]][0];
        assertThat(unit).as("pixels for a unit").isPositive();
        for (int k = 0; k < order.length; k++) {
            double estimate = effects.modes()[order[k]][0];
            double half = 1.96 * effects.stdErrors()[order[k]][0];
            assertThat(dots.get(k).middle()).isCloseTo(zero + unit * estimate, within(PRECISION));
            assertThat((double) intervals.get(k).left).isCloseTo(zero + unit * (estimate - half), within(PRECISION));
            assertThat((double) intervals.get(k).right).isCloseTo(zero + unit * (estimate + half), within(PRECISION));
        }
    }

    /** The columns of pixels that something of one colour covers. */
    private record Span(int left, int right) {
        double middle() {
            return (left + right) / 2.0;
        }
    }

    /** What has a colour, from top to bottom; between two of them are rows of pixels without it. */
    private static List<Span> spans(BufferedImage page, Color color) {
        List<Span> spans = new ArrayList<>();
        boolean within = false;
        for (int y = 0; y < page.getHeight(); y++) {
            int row = y;
            int[] found = IntStream.range(0, page.getWidth())
                    .filter(x -> page.getRGB(x, row) == color.getRGB())
                    .toArray();
            if (found.length > 0) {
                Span span = new Span(found[0], found[found.length - 1]);
                if (within) {
                    Span before = spans.remove(spans.size() - 1);
                    span = new Span(Math.min(before.left, span.left), Math.max(before.right, span.right));
                }
                spans.add(span);
            }
            within = found.length > 0;
        }
        return spans;
    }
}
