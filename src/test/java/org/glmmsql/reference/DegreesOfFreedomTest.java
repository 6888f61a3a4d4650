package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Degrees of freedom, adjusted standard errors and F tests are those of the definitions, which lmerTest and pbkrtest have too. */
class DegreesOfFreedomTest {
    private static final Path FOLDER = Path.of("src/test/resources/df");
    private static final double DF = 1e-3;
    private static final double ERROR = 1e-5;

    record Case(String id, String data, List<String> textColumns, String model, List<Fit> fits) {}

    record Fit(String df, List<Row> fixef, List<Hypothesis> tests) {}

    record Row(
            String term,
            @Nullable Double estimate,
            @Nullable Double stdError,
            @Nullable Double df,
            @Nullable Double pValue,
            @Nullable Double confLow,
            @Nullable Double confHigh) {}

    /** @param hypothesis rows of L by term @param values what L beta is to be */
    record Hypothesis(
            List<Map<String, Double>> hypothesis, List<Double> values, double statistic, double denDf, double pValue) {}

    @TestFactory
    Stream<DynamicTest> casesAreMet() throws IOException {
        List<Case> cases = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .readValue(FOLDER.resolve("cases.json").toFile(), new TypeReference<>() {});
        List<DynamicTest> tests = new ArrayList<>();
        for (Case one : cases)
            for (Fit fit : one.fits())
                tests.add(DynamicTest.dynamicTest(one.id() + ", df = " + fit.df(), () -> compare(one, fit)));
        return tests.stream();
    }

    private static void compare(Case one, Fit expected) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(one.model() + ", df = " + expected.df());
        Map<String, Column> columns = CsvTable.columns(FOLDER.resolve(one.data()), one.textColumns());
        List<Column> bound = spec.variables().stream().map(columns::get).toList();
        FittedModel fitted = GlmmFitter.fit(spec, DesignBuilder.build(spec, bound), Control.defaults());
        FittedModel model = ModelJson.parse(ModelJson.write(fitted));
        assertThat(model.degreesOfFreedom().method()).isEqualTo(expected.df());
        for (Row row : expected.fixef()) {
            Coefficient found = model.fixed().stream()
                    .filter(c -> Names.term(c.term()).equals(Names.term(row.term())))
                    .findFirst()
                    .orElseThrow();
            if (row.estimate() == null) {
                assertThat(found.estimate()).isNaN();
                continue;
            }
            assertThat(found.stdError())
                    .as("standard error of %s", row.term())
                    .isCloseTo(row.stdError(), withinPercentage(100 * ERROR));
            assertThat(found.df()).as("df of %s", row.term()).isCloseTo(row.df(), withinPercentage(100 * DF));
            double length = row.confHigh() - row.confLow();
            assertThat(found.confLow()).isCloseTo(row.confLow(), within(1e-3 * length));
            assertThat(found.confHigh()).isCloseTo(row.confHigh(), within(1e-3 * length));
            assertThat(found.pValue()).isCloseTo(row.pValue(), withinPercentage(row.pValue() < 1e-6 ? 5 : 1));
        }
        for (Hypothesis hypothesis : expected.tests()) compare(fitted, model, hypothesis);
    }

    private static void compare(FittedModel fitted, FittedModel model, Hypothesis expected) {
        List<Coefficient> kept = model.components().get(0).kept();
        double[][] l = expected.hypothesis().stream()
                .map(row -> kept.stream()
                        .mapToDouble(c -> row.getOrDefault(c.term(), 0.0))
                        .toArray())
                .toArray(double[][]::new);
        DegreesOfFreedom df = model.degreesOfFreedom();
        assertThat(df.ofHypothesis(l)).isCloseTo(expected.denDf(), withinPercentage(l.length > 1 ? 1 : 100 * DF));
        assertThat(statistic(df, l, kept, expected.values())).isCloseTo(expected.statistic(), withinPercentage(0.1));
        // the stored model gives the same bits
        assertThat(fitted.degreesOfFreedom().ofHypothesis(l)).isEqualTo(df.ofHypothesis(l));
        assertThat(fitted.degreesOfFreedom().scaleOfF(l)).isEqualTo(df.scaleOfF(l));
    }

    private static double statistic(DegreesOfFreedom df, double[][] l, List<Coefficient> kept, List<Double> values) {
        int q = l.length;
        DMatrixRMaj rows = new DMatrixRMaj(l);
        DMatrixRMaj half = new DMatrixRMaj(q, kept.size());
        DMatrixRMaj inverse = new DMatrixRMaj(q, q);
        CommonOps_DDRM.mult(rows, new DMatrixRMaj(df.vcov()), half);
        CommonOps_DDRM.multTransB(half, rows, inverse);
        CommonOps_DDRM.invert(inverse);
        double[] e = Arrays.stream(l)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int k = 0; k < row.length; k++)
                        sum += row[k] * kept.get(k).estimate();
                    return sum;
                })
                .toArray();
        for (int i = 0; i < q; i++) e[i] -= values.get(i);
        double chi2 = 0;
        for (int i = 0; i < q; i++) for (int j = 0; j < q; j++) chi2 += e[i] * inverse.get(i, j) * e[j];
        return df.scaleOfF(l) * chi2 / q;
    }
}
