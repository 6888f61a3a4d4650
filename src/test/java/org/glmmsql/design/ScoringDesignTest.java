package org.glmmsql.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.frame.Columns.booleans;
import static org.glmmsql.frame.Columns.dates;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.reference.CsvTable;
import org.glmmsql.reference.ReferenceCase;
import org.glmmsql.reference.ReferencePack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringDesignTest {
    private static final List<Column> DATA = List.of(
            numbers("y", 0, 1, 1, 0, 1, 0),
            numbers("x", 1, 2, 4, 7, 3, 9),
            text("f", "b", "a", "c", "b", "a", "c"),
            text("g", "u", "v", "u", "v", "v", "u"),
            booleans("l", true, false, true, true, false, false),
            dates("day", "2024-03-01", "2024-01-31", "2024-03-01", "2024-02-29", "2024-01-31", "2024-03-01"));

    private static ScoringDesign scoring(String model, List<Column> data) {
        ModelSpec spec = ModelTextParser.parse(model);
        return scoring(spec, DesignBuilder.build(spec, data), PredictorDesign.MEAN);
    }

    private static ScoringDesign scoring(ModelSpec spec, Design design, String parameter) {
        List<List<String>> levels =
                design.random(parameter).stream().map(RandomDesign::levels).toList();
        return ScoringDesign.compile(spec, design.recipe(), levels, parameter);
    }

    private static double[] fixed(ScoringDesign scoring, ScoringRows rows, int i) {
        double[] x = new double[scoring.fixedNames().size()];
        rows.fixed(i, x);
        return x;
    }

    /** The rows of the fit, scored, are the rows of the fit: of every predictor that is scored. */
    private static void assertSameAsFit(String model, List<Column> data) {
        ModelSpec spec = ModelTextParser.parse(model);
        Design design = DesignBuilder.build(spec, data);
        for (PredictorDesign predictor : design.predictors()) {
            if (spec.scored().containsKey(predictor.parameter())) {
                assertSameAsFit(spec, design, predictor, data);
            }
        }
    }

    private static void assertSameAsFit(ModelSpec spec, Design design, PredictorDesign predictor, List<Column> data) {
        ScoringDesign scoring = scoring(spec, design, predictor.parameter());
        ScoringRows rows = scoring.bind(data, design.n());
        int n = design.n();
        double[][] fixed = new double[n][scoring.fixedNames().size()];
        for (int i = 0; i < n; i++) {
            rows.fixed(i, fixed[i]);
        }
        for (int j = 0; j < predictor.fixed().p(); j++) {
            int column = scoring.fixedNames().indexOf(predictor.fixed().names().get(j));
            assertThat(IntStream.range(0, n).mapToDouble(i -> fixed[i][column]).toArray())
                    .isEqualTo(predictor.fixed().columns()[j]);
        }
        assertThat(IntStream.range(0, n).mapToDouble(rows::offset).toArray())
                .isEqualTo(Objects.requireNonNullElseGet(predictor.offset(), () -> new double[n]));
        List<RandomDesign> terms = design.random(predictor.parameter());
        for (int t = 0; t < terms.size(); t++) {
            RandomDesign random = terms.get(t);
            int term = t;
            double[][] z = new double[n][random.q()];
            for (int i = 0; i < n; i++) {
                rows.random(t, i, z[i]);
            }
            for (int k = 0; k < random.q(); k++) {
                int column = k;
                assertThat(IntStream.range(0, n).mapToDouble(i -> z[i][column]).toArray())
                        .isEqualTo(random.z()[k]);
            }
            assertThat(IntStream.range(0, n).map(i -> rows.level(term, i)).toArray())
                    .isEqualTo(random.level());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ poly(x, 3) * f + scale(x) + offset(log(x)) + (x | g/f)",
                "y ~ 0 + f:l + I(day > '2024-02-01') + (f || day), contrasts = (f: helmert)",
                "y ~ factor(x) + I(f == 'a') + (1 | x:l), offset = day, levels = (x: 9, 7, 4, 3, 2, 1)",
                "y ~ . - day + (1 | g)",
                "y ~ poly(x, 2, raw = TRUE) + I(2 * x) + x + cs(l | g)",
                "y ~ ns(x, 2) + relevel(f, 'b') + (0 + dummy(f, 'a') | g), contrasts = (f: '1 -1 0; 0 1 -1')",
                "y ~ bs(scale(x), 3, degree = 2) + interaction(f, l) + (1 | interaction(g, f))",
                "y ~ x + (1 | g), dispersion = ~ f + offset(x) + (x | l), zero = ~ day + (1 | f)"
            })
    void the_rows_of_a_fit_are_coded_alike(String model) {
        assertSameAsFit(model, DATA);
    }

    static Stream<ReferenceCase> cases() {
        return ReferencePack.cases(ReferencePack.OWN).stream()
                .filter(reference ->
                        reference.id().endsWith("laplace") || reference.id().endsWith("reml"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_rows_of_a_reference_case_are_coded_alike(ReferenceCase reference) throws SQLException {
        assertSameAsFit(
                reference.model(), List.copyOf(CsvTable.columns(reference).values()));
    }

    @Test
    void only_what_the_linear_predictor_needs_is_bound() {
        assertThat(scoring("cbind(y, x) ~ f + offset(day) + (1 | g), weights = x, dispersion = ~ l", DATA)
                        .variables())
                .containsExactly("f", "day", "g");
    }

    @Test
    void new_rows_get_the_centre_scale_and_polynomials_of_the_fit() {
        ScoringDesign scoring = scoring("y ~ scale(x) + poly(x, 2)", DATA);
        ScoringRows rows = scoring.bind(List.of(numbers("x", 0, 5)), 2);
        // predict(poly(x, 2), c(0, 5)) of R
        assertThat(fixed(scoring, rows, 0))
                .containsExactly(
                        new double[] {1, -1.40839201755667822, -0.629852058044961916, 1.18739170897247659},
                        within(1e-14));
        assertThat(fixed(scoring, rows, 1)[2]).isEqualTo(0.096900316622301891, within(1e-15));
    }

    @Test
    void one_row_of_one_level_is_coded_as_among_others() {
        ScoringDesign scoring = scoring("y ~ f + l + (1 | g:f)", DATA);
        ScoringRows rows = scoring.bind(List.of(text("g", "v"), text("f", "c"), booleans("l", true)), 1);
        assertThat(fixed(scoring, rows, 0)).containsExactly(1, 0, 1, 1);
        assertThat(rows.level(0, 0)).isEqualTo(-1);
        assertThat(rows.levelName(0, 0)).isEqualTo("v:c");
    }

    @Test
    void a_level_of_a_fixed_factor_that_the_fit_did_not_have_is_an_error() {
        ScoringDesign scoring = scoring("y ~ f", DATA);
        assertThatThrownBy(() -> scoring.bind(List.of(text("f", "a", "d")), 2))
                .hasMessage(
                        "GLMM-205: 'f' has the level 'd', which the model was not fitted with; known: a, b, c; filter these rows,"
                                + " or fit again with data that have it");
        // a comparison has no levels to know
        ScoringDesign comparing = scoring("y ~ I(f == 'a')", DATA);
        assertThat(fixed(comparing, comparing.bind(List.of(text("f", "d")), 1), 0))
                .containsExactly(1, 0);
    }

    @Test
    void null_makes_a_row_missing_unless_it_is_the_group() {
        ScoringDesign scoring = scoring("y ~ x + f + (1 | g)", DATA);
        ScoringRows rows = scoring.bind(
                List.of(numbers("x", 1, null, 1), text("f", null, "a", "b"), text("g", "u", "u", null)), 3);
        assertThat(rows.isMissing(0)).isTrue();
        assertThat(rows.isMissing(1)).isTrue();
        assertThat(rows.isMissing(2)).isFalse();
        assertThat(rows.level(0, 2)).isEqualTo(-1);
        assertThat(rows.levelName(0, 2)).isEqualTo("NULL");
    }

    @Test
    void what_is_not_finite_is_an_error() {
        ScoringDesign scoring = scoring("y ~ log(x) + offset(log(x))", DATA);
        ScoringRows rows = scoring.bind(List.of(numbers("x", 0)), 1);
        assertThatThrownBy(() -> fixed(scoring, rows, 0))
                .hasMessageStartingWith("GLMM-204: 'log(x)' is -Infinity where x = 0");
        assertThatThrownBy(() -> rows.offset(0)).hasMessageStartingWith("GLMM-204");
        assertThatThrownBy(() -> scoring.bind(List.of(numbers("x", Double.NaN)), 1))
                .hasMessageStartingWith("GLMM-204: column 'x' has 1 value that is not finite");
    }

    @Test
    void a_model_of_the_intercept_alone_needs_no_column() {
        ScoringDesign scoring = scoring("y ~ 1", DATA);
        assertThat(scoring.variables()).isEmpty();
        assertThat(fixed(scoring, scoring.bind(List.of(), 3), 2)).containsExactly(1);
    }
}
