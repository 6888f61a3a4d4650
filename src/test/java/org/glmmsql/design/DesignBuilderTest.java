package org.glmmsql.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.glmmsql.frame.Columns.booleans;
import static org.glmmsql.frame.Columns.dates;
import static org.glmmsql.frame.Columns.enumeration;
import static org.glmmsql.frame.Columns.numbers;
import static org.glmmsql.frame.Columns.text;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values and names quoted from R are those of {@code model.matrix} in R 4.2 on the same table. */
class DesignBuilderTest {
    private static final NumericColumn Y = numbers("y", 0, 1, 1, 0, 1, 0);
    private static final NumericColumn X = numbers("x", 1, 2, 4, 7, 3, 9);
    private static final FactorColumn F = text("f", "b", "a", "c", "b", "a", "c");
    private static final FactorColumn G = text("g", "u", "v", "u", "v", "v", "u");
    private static final NumericColumn L = booleans("l", true, false, true, true, false, false);
    private static final NumericColumn DAY =
            dates("day", "2024-03-01", "2024-01-31", "2024-03-01", "2024-02-29", "2024-01-31", "2024-03-01");

    private static Design design(String model, Column... columns) {
        return DesignBuilder.build(ModelTextParser.parse(model), List.of(columns));
    }

    private static Design design(String rightHandSide) {
        return design("y ~ " + rightHandSide, Y, X, F, G, L, DAY);
    }

    private static double[] column(FixedDesign fixed, String name) {
        return fixed.columns()[fixed.names().indexOf(name)];
    }

    @Nested
    class Names {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "x + f                | (Intercept), x, fb, fc",
                    "0 + f + x            | fa, fb, fc, x",
                    "0 + x + f + g        | x, fa, fb, fc, gv",
                    "0 + x:f              | x:fa, x:fb, x:fc",
                    "x * f                | (Intercept), x, fb, fc, x:fb, x:fc",
                    "x + x:f              | (Intercept), x, x:fb, x:fc",
                    "f + x:f              | (Intercept), fb, fc, fa:x, fb:x, fc:x",
                    "f:g                  | (Intercept), fa:gu, fb:gu, fc:gu, fa:gv, fb:gv, fc:gv",
                    "f + f:g              | (Intercept), fb, fc, fa:gv, fb:gv, fc:gv",
                    "poly(x, 2):f         | (Intercept), poly(x, 2)1:fa, poly(x, 2)2:fa, poly(x, 2)1:fb, poly(x, 2)2:fb, poly(x, 2)1:fc, poly(x, 2)2:fc",
                    "x:l + f              | (Intercept), fb, fc, x:lFALSE, x:lTRUE",
                    "l * f                | (Intercept), lTRUE, fb, fc, lTRUE:fb, lTRUE:fc",
                    "0 + l                | lFALSE, lTRUE",
                    "I(x > 2)             | (Intercept), I(x > 2)TRUE",
                    "I(f == 'b' & x > 1)  | (Intercept), I(f == 'b' & x > 1)TRUE",
                    "factor(x)            | (Intercept), factor(x)2, factor(x)3, factor(x)4, factor(x)7, factor(x)9",
                    "relevel(f, 'b')      | (Intercept), relevel(f, 'b')a, relevel(f, 'b')c",
                    "relevel(f, ref=\"c\") | (Intercept), relevel(f, 'c')a, relevel(f, 'c')b",
                    "interaction(f, g)    | (Intercept), interaction(f, g)c.u, interaction(f, g)a.v, interaction(f, g)b.v",
                    "f + x %in% f         | (Intercept), fb, fc, fa:x, fb:x, fc:x",
                    "dummy(f, 'b')        | (Intercept), dummy(f, 'b')",
                    "ns(x, 2)             | (Intercept), ns(x, 2)1, ns(x, 2)2",
                    "bs(x, df = 3)        | (Intercept), bs(x, df = 3)1, bs(x, df = 3)2, bs(x, df = 3)3",
                    "poly(x, 1)           | (Intercept), poly(x, 1)",
                    "poly(x, 2, raw=TRUE) | (Intercept), poly(x, 2, raw = TRUE)1, poly(x, 2, raw = TRUE)2",
                    "factor(day)          | (Intercept), factor(day)2024-02-29, factor(day)2024-03-01"
                })
        void are_those_of_R(String rightHandSide, String names) {
            assertThat(String.join(", ", design(rightHandSide).fixed().allNames()))
                    .isEqualTo(names);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "treatment | f, d | fb, fc, fd",
                    "sum       | f, d | f1, f2, f3",
                    "helmert   | f, d | f1, f2, f3",
                    "poly      | f, d | f.L, f.Q, f.C",
                    "poly      | f, e | f.L, f.Q, f.C, f^4"
                })
        void of_contrasts(String contrasts, String range, String names) {
            String[] levels =
                    range.endsWith("d") ? new String[] {"a", "b", "c", "d"} : new String[] {"a", "b", "c", "d", "e"};
            Number[] y = IntStream.range(0, levels.length).boxed().toArray(Number[]::new);
            FixedDesign fixed = design("y ~ f, contrasts = (f: " + contrasts + ")", numbers("y", y), text("f", levels))
                    .fixed();
            assertThat(String.join(", ", fixed.names())).isEqualTo("(Intercept), " + names);
        }
    }

    @Nested
    class Values {
        @Test
        void contrasts_in_numbers() {
            FixedDesign fixed =
                    design("y ~ f, contrasts = (f: '1 -1 0; 1/2 0.5 -1')", Y, F).fixed();
            assertThat(fixed.names()).containsExactly("(Intercept)", "f1", "f2");
            assertThat(column(fixed, "f1")).containsExactly(-1, 1, 0, -1, 1, 0);
            assertThat(column(fixed, "f2")).containsExactly(0.5, 0.5, -1, 0.5, 0.5, -1);
            assertThatThrownBy(() -> design("y ~ f, contrasts = (f: '1 -1')", Y, F))
                    .hasMessageContaining("is a coding of 2 levels, and 'f' has 3: a, b, c");
            assertThatThrownBy(() -> design("y ~ f, contrasts = (f: '1 -1 0')", Y, F))
                    .hasMessageContaining("a column for each level but one");
        }

        @Test
        void the_levels_of_factors_made_of_others() {
            assertThat(column(design("dummy(f, 'b')").fixed(), "dummy(f, 'b')")).containsExactly(1, 0, 0, 1, 0, 0);
            assertThat(column(design("dummy(factor(x), 4)").fixed(), "dummy(factor(x), 4)"))
                    .containsExactly(0, 0, 1, 0, 0, 0);
            assertThat(design("(1 | interaction(f, g))").random().get(0).levels())
                    .containsExactly("b.u", "c.u", "a.v", "b.v");
            assertThatThrownBy(() -> design("relevel(f, 'd')"))
                    .hasMessageContaining("names the level 'd', which no row has; known: a, b, c");
            assertThatThrownBy(() -> design("relevel(f, x)")).hasMessageContaining("a level of the factor");
            assertThatThrownBy(() -> design("ns(x, 0)")).hasMessageContaining("expected ns(x, df)");
            assertThatThrownBy(() -> design("bs(x, 2)")).hasMessageContaining("df no less than degree");
        }

        @Test
        void helmert_and_sum_contrasts() {
            FixedDesign helmert =
                    design("y ~ f, contrasts = (f: helmert)", Y, F).fixed();
            assertThat(column(helmert, "f1")).containsExactly(1, -1, 0, 1, -1, 0);
            assertThat(column(helmert, "f2")).containsExactly(-1, -1, 2, -1, -1, 2);
            FixedDesign sum = design("y ~ f, contrasts = (f: sum)", Y, F).fixed();
            assertThat(column(sum, "f1")).containsExactly(0, 1, -1, 0, 1, -1);
            assertThat(column(sum, "f2")).containsExactly(1, 0, -1, 1, 0, -1);
        }

        /** contr.poly(4) of R. */
        @Test
        void polynomial_contrasts() {
            FixedDesign fixed = design(
                            "y ~ f, contrasts = (f: poly)", numbers("y", 1, 2, 3, 4), text("f", "a", "b", "c", "d"))
                    .fixed();
            double l = 0.67082039324993692;
            double c = 0.22360679774997899;
            assertThat(column(fixed, "f.L")).containsExactly(new double[] {-l, -c, c, l}, within(1e-15));
            assertThat(column(fixed, "f.Q")).containsExactly(new double[] {0.5, -0.5, -0.5, 0.5}, within(1e-15));
            assertThat(column(fixed, "f.C")).containsExactly(new double[] {-c, l, -l, c}, within(1e-15));
        }

        /** poly(x, 2) of R, in value and sign. */
        @Test
        void orthogonal_polynomials() {
            FixedDesign fixed = design("poly(x, 2)").fixed();
            assertThat(column(fixed, "poly(x, 2)1"))
                    .containsExactly(
                            new double[] {
                                -0.484501583111509371,
                                -0.339151108178056382,
                                -0.048450158311150925,
                                0.387601266489207341,
                                -0.193800633244603698,
                                0.678302216356112986
                            },
                            within(1e-15));
            assertThat(column(fixed, "poly(x, 2)2"))
                    .containsExactly(
                            new double[] {
                                0.556650792958361618,
                                0.064341422653681202,
                                -0.504982680827375408,
                                -0.320732243228197822,
                                -0.289536401941564547,
                                0.494259110385095235
                            },
                            within(1e-15));
        }

        /** poly(2015 + 0:9 / 10, 3) of R: far from 0, close together. */
        @Test
        void orthogonal_polynomials_of_years() {
            Number[] years =
                    IntStream.range(0, 10).mapToObj(i -> 2015 + i / 10.0).toArray(Number[]::new);
            FixedDesign fixed = design("t ~ poly(t, 3)", numbers("t", years)).fixed();
            assertThat(column(fixed, "poly(t, 3)3"))
                    .containsExactly(
                            new double[] {
                                -0.453425192942,
                                0.151141730981,
                                0.377854327452,
                                0.334670975743,
                                0.129550055126,
                                -0.129550055126,
                                -0.334670975743,
                                -0.377854327452,
                                -0.151141730981,
                                0.453425192942
                            },
                            within(1e-10));
        }

        @Test
        void a_polynomial_of_too_few_points_loses_columns_but_no_fit() {
            FixedDesign fixed =
                    design("y ~ poly(x, 3)", Y, numbers("x", 1, 2, 1, 2, 1, 2)).fixed();
            assertThat(fixed.allNames()).hasSize(4);
            assertThat(fixed.names()).containsExactly("(Intercept)", "poly(x, 3)1");
        }

        @Test
        void scale_has_mean_0_and_standard_deviation_1() {
            assertThat(column(design("scale(x)").fixed(), "scale(x)"))
                    .containsExactly(
                            new double[] {
                                -1.08337847504359863,
                                -0.75836493253051895,
                                -0.10833784750435976,
                                0.86670278003487899,
                                -0.43335139001743939,
                                1.51672986506103813
                            },
                            within(1e-15));
            assertThat(column(design("scale(x, scale = FALSE)").fixed(), "scale(x, scale = FALSE)")[5])
                    .isEqualTo(9 - 26.0 / 6, within(1e-14));
        }

        @Test
        void arithmetic_within_I_and_functions() {
            FixedDesign fixed = design("I(-x^2 + 1) + log(x, 2) + sqrt(2 * x) + I((x - 1) / 4)")
                    .fixed();
            assertThat(column(fixed, "I(-x^2 + 1)")).containsExactly(0, -3, -15, -48, -8, -80);
            assertThat(column(fixed, "log(x, 2)")[2]).isEqualTo(2, within(1e-15));
            assertThat(column(fixed, "sqrt(2 * x)")[1]).isEqualTo(2);
            assertThat(column(fixed, "I((x - 1)/4)")[3]).isEqualTo(1.5);
        }

        @Test
        void comparisons_of_numbers_text_booleans_and_dates() {
            assertThat(column(design("I(x >= 4)").fixed(), "I(x >= 4)TRUE")).containsExactly(0, 0, 1, 1, 0, 1);
            assertThat(column(design("I(f != \"b\")").fixed(), "I(f != 'b')TRUE"))
                    .containsExactly(0, 1, 1, 0, 1, 1);
            assertThat(column(design("I(day < '2024-03-01')").fixed(), "I(day < '2024-03-01')TRUE"))
                    .containsExactly(0, 1, 0, 1, 1, 0);
            assertThat(column(design("I(!l | x == 1)").fixed(), "I(!l | x == 1)TRUE"))
                    .containsExactly(1, 1, 0, 0, 1, 1);
            assertThat(column(design("I(l * 2)").fixed(), "I(l * 2)")).containsExactly(2, 0, 2, 2, 0, 0);
        }

        @Test
        void dates_count_days() {
            assertThat(column(design("day").fixed(), "day")[1]).isEqualTo(19753);
        }

        @Test
        void a_numeric_column_is_not_copied() {
            Design design = design("y ~ x + (x | g)", Y, X, G);
            assertThat(design.response().y()).isSameAs(Y.values());
            assertThat(column(design.fixed(), "x")).isSameAs(X.values());
            assertThat(design.random().get(0).z()[1]).isSameAs(X.values());
            assertThat(design.random().get(0).z()[0]).isSameAs(column(design.fixed(), "(Intercept)"));
        }
    }

    @Nested
    class Levels {
        @Test
        void text_is_ordered_by_code_point_so_that_nothing_depends_on_the_order_of_rows() {
            FixedDesign fixed = design("y ~ f", numbers("y", 1, 2, 3, 4, 5), text("f", "é", "a", "Z", "10", "9"))
                    .fixed();
            assertThat(fixed.names()).containsExactly("(Intercept)", "f9", "fZ", "fa", "fé");
        }

        @Test
        void numbers_are_ordered_by_value() {
            Design design = design("y ~ 1 + (1 | x)", Y, numbers("x", 10, 9, 100000, 0.5, -1, 9));
            assertThat(design.random().get(0).levels()).containsExactly("-1", "0.5", "9", "10", "100000");
            assertThat(design.random().get(0).level()).containsExactly(3, 2, 4, 1, 0, 2);
        }

        @Test
        void an_enum_keeps_its_order_and_loses_levels_without_a_row() {
            FactorColumn size = enumeration(
                    "size", List.of("tiny", "small", "large"), "small", "large", "small", "small", "large", "large");
            assertThat(design("y ~ size", Y, size).fixed().names()).containsExactly("(Intercept)", "sizelarge");
        }

        @Test
        void the_option_sets_order_and_reference() {
            Design design = design("y ~ f + factor(x), levels = (f: 'c', 'z', 'b', 'a'; x: 9, 7, 4, 3, 2, 1)", Y, X, F);
            assertThat(design.recipe().levels().get("f")).containsExactly("c", "b", "a");
            assertThat(design.recipe().levels().get("factor(x)")).containsExactly("9", "7", "4", "3", "2", "1");
            assertThat(design.fixed().names()).startsWith("(Intercept)", "fb", "fa", "factor(x)7");
            assertThatThrownBy(() -> design("y ~ f, levels = (f: 'a', 'b')", Y, F))
                    .hasMessage(
                            "GLMM-205: 'f' has the value 'c', which levels = (...) does not list: a, b; add it there or filter"
                                    + " its rows");
        }

        @Test
        void an_option_for_what_is_no_factor_is_an_error() {
            assertThatThrownBy(() -> design("y ~ x, contrasts = (x: sum)", Y, X))
                    .hasMessageStartingWith("GLMM-401: option contrasts names 'x', which is no factor in this model");
            assertThatThrownBy(() -> design("y ~ x, levels = (x: 1, 2)", Y, X)).hasMessageStartingWith("GLMM-401");
            assertThatThrownBy(() -> design("y ~ x, levels = (y: 1, 0)", Y, X)).hasMessageStartingWith("GLMM-401");
        }

        @Test
        void a_factor_with_one_level_has_no_contrast() {
            assertThat(design("y ~ x + f", Y, X, text("f", "a", "a", "a", "a", "a", "a"))
                            .fixed()
                            .names())
                    .containsExactly("(Intercept)", "x");
        }
    }

    @Nested
    class Responses {
        @Test
        void the_second_of_two_levels_is_success() {
            Response text = design("g ~ x", G, X).response();
            assertThat(text.y()).containsExactly(0, 1, 0, 1, 1, 0);
            assertThat(text.binary()).isTrue();
            assertThat(design("g ~ x, levels = (g: 'v', 'u')", G, X).response().y())
                    .containsExactly(1, 0, 1, 0, 0, 1);
            assertThat(design("l ~ x", L, X).response().y()).containsExactly(1, 0, 1, 1, 0, 0);
            assertThat(design("l ~ x, levels = (l: 'TRUE', 'FALSE')", L, X)
                            .response()
                            .y())
                    .containsExactly(0, 1, 0, 0, 1, 1);
            assertThat(design("I(x > 3) ~ f", F, X).response().y()).containsExactly(0, 0, 1, 1, 0, 1);
        }

        @Test
        void a_success_stays_one_where_failures_do_not_occur() {
            FactorColumn allYes = text("a", "yes", "yes");
            assertThat(design("a ~ 1, levels = (a: 'no', 'yes')", allYes)
                            .response()
                            .y())
                    .containsExactly(1, 1);
            FactorColumn ofEnum = enumeration("a", List.of("no", "yes"), "yes", "yes");
            assertThat(design("a ~ 1", ofEnum).response().y()).containsExactly(1, 1);
        }

        @Test
        void more_than_two_levels_are_an_error_with_a_remedy() {
            assertThatThrownBy(() -> design("f ~ x", F, X))
                    .hasMessage(
                            "GLMM-301: response 'f' has 3 levels (a, b, c); expected 2, the second being success: filter the"
                                    + " rows, or write I(f == 'c')");
        }

        @Test
        void successes_of_trials() {
            NumericColumn s = numbers("s", 1, 0, 3);
            NumericColumn n = numbers("n", 4, 0, 3);
            for (String left : List.of("cbind(s, n - s)", "s / n")) {
                // 0 trials say nothing: their row is left out
                Response response = design(left + " ~ 1, binomial", s, n).response();
                assertThat(response.y()).containsExactly(0.25, 1);
                assertThat(response.trials()).containsExactly(4, 3);
            }
            assertThat(s.values()).containsExactly(1, 0, 3);
        }

        @Test
        void weights_of_a_proportion_are_its_trials_as_in_R() {
            Design design = design("s / n ~ 1, weights = n, binomial", numbers("s", 1, 3), numbers("n", 4, 3));
            assertThat(design.response().trials()).isNull();
            assertThat(design.response().y()).containsExactly(0.25, 1);
            assertThat(design.weights()).containsExactly(4, 3);
        }

        @Test
        void a_number_may_be_computed() {
            assertThat(design("log(x) ~ f", X, F).response().y()[0]).isZero();
            assertThat(design("scale(x) ~ f", X, F).response().y()[3]).isEqualTo(0.86670278003487899, within(1e-15));
        }

        @Test
        void a_constant_divides_as_a_number() {
            Response response = design("x / 2 ~ 1", X).response();
            assertThat(response.trials()).isNull();
            assertThat(response.y()[3]).isEqualTo(3.5);
        }

        @Test
        void columns_divide_as_numbers_where_the_family_knows_no_trials() {
            Response response =
                    design("s / n ~ 1", numbers("s", 1, 3), numbers("n", 4, -3)).response();
            assertThat(response.trials()).isNull();
            assertThat(response.y()).containsExactly(0.25, -1);
            assertThatThrownBy(() -> design("s / n ~ 1", numbers("s", 0, 1), numbers("n", 0, 1)))
                    .hasMessageStartingWith("GLMM-204: 's/n' is NaN where s = 0, n = 0");
        }

        @Test
        void successes_without_trials_are_an_error() {
            assertThatThrownBy(() -> design("s / n ~ 1, binomial", numbers("s", 1), numbers("n", 0)))
                    .hasMessageStartingWith("GLMM-302: response 's/n' has 1.0 successes of 0 trials");
        }
    }

    @Nested
    class RandomTerms {
        @Test
        void nested_factors_are_named_and_ordered_as_in_lme4() {
            List<RandomDesign> random = design("x + (1 | g/f)").random();
            assertThat(random).extracting(RandomDesign::group).containsExactly("f:g", "g");
            assertThat(random.get(0).levels()).containsExactly("a:v", "b:u", "b:v", "c:u");
            assertThat(random.get(0).level()).containsExactly(1, 0, 3, 2, 0, 3);
            assertThat(random.get(1).level()).containsExactly(0, 1, 0, 1, 1, 0);
        }

        @Test
        void any_type_groups() {
            assertThat(design("x + (1 | day)").random().get(0).levels())
                    .containsExactly("2024-01-31", "2024-02-29", "2024-03-01");
            assertThat(design("x + (1 | l)").random().get(0).levels()).containsExactly("FALSE", "TRUE");
            assertThat(design("x + (1 | l:x)").random().get(0).levels())
                    .containsExactly("FALSE:2", "FALSE:3", "FALSE:9", "TRUE:1", "TRUE:4", "TRUE:7");
        }

        @Test
        void slopes_of_factors_and_laws_by_group() {
            List<RandomDesign> random = design(
                            "y ~ x + (f | g) + (0 + f || l), random = (g: normal, l: gamma(log))", Y, X, F, G, L)
                    .random();
            assertThat(random.get(0).terms()).containsExactly("(Intercept)", "fb", "fc");
            assertThat(random.get(0).structure().name()).isEqualTo("unstructured");
            assertThat(random.get(0).law()).isEqualTo("normal");
            assertThat(random.get(1).terms()).containsExactly("fa", "fb", "fc");
            assertThat(random.get(1).structure().name()).isEqualTo("diagonal");
            assertThat(random.get(1).law()).isEqualTo("gamma(log)");
        }
    }

    @Nested
    class OffsetsWeightsAndDispersion {
        @Test
        void all_offsets_add_up() {
            Design design = design(
                    "y ~ offset(log(x)) + offset(2 * x), offset = o, weights = x",
                    Y,
                    X,
                    numbers("o", 1, 1, 1, 1, 1, 1));
            assertThat(Objects.requireNonNull(design.offset())[1]).isEqualTo(Math.log(2) + 4 + 1, within(1e-15));
            assertThat(design.weights()).isSameAs(X.values());
            assertThat(design("x").offset()).isNull();
        }

        @Test
        void the_dispersion_model_is_a_matrix_of_its_own() {
            Design design = design("y ~ x, dispersion = ~ f", Y, X, F);
            assertThat(Objects.requireNonNull(design.dispersion()).names()).containsExactly("(Intercept)", "fb", "fc");
            assertThat(design.recipe().variables()).containsExactly("x");
        }
    }

    @Nested
    class MissingAndBadValues {
        @Test
        void rows_with_null_in_a_used_column_are_dropped_and_counted() {
            Design design = design(
                    "y ~ x + f + (x | g)",
                    numbers("y", 1, null, 3, 4, 5),
                    numbers("x", 1, 2, 3, null, 5),
                    text("f", "a", "z", "b", "b", "a"),
                    text("g", "v", "v", null, "u", "u"),
                    numbers("unused", null, null, null, null, null));
            assertThat(design.n()).isEqualTo(2);
            assertThat(design.dropped()).isEqualTo(3);
            assertThat(design.response().y()).containsExactly(1, 5);
            assertThat(column(design.fixed(), "x")).containsExactly(1, 5);
            assertThat(design.fixed().allNames()).containsExactly("(Intercept)", "x");
            assertThat(design.random().get(0).level()).containsExactly(1, 0);
        }

        @Test
        void na_action_fail_says_where_the_nulls_are() {
            assertThatThrownBy(() ->
                            design("y ~ x, na_action = fail", numbers("y", 1, null, null), numbers("x", null, 2, null)))
                    .hasMessage(
                            "GLMM-206: 3 of 3 rows have NULL in a used column (y: 2, x: 2); filter them, or use na_action ="
                                    + " omit");
        }

        @Test
        void rows_that_are_all_null_leave_an_empty_design() {
            Design design = design(
                    "cbind(y, x) ~ f * poly(x, 2) + scale(x) + (x | g/f), weights = x",
                    numbers("y", null, 1),
                    numbers("x", 1, null),
                    text("f", null, "a"),
                    text("g", "a", null));
            assertThat(design.n()).isZero();
            assertThat(design.dropped()).isEqualTo(2);
            assertThat(design.random().get(0).levels()).isEmpty();
            assertThat(design("f ~ 1", text("f", null, null)).n()).isZero();
        }

        @Test
        void what_is_not_finite_is_an_error_naming_column_and_value() {
            assertThatThrownBy(() -> design(
                            "y ~ x", numbers("y", 1, 2, 3), numbers("x", 1, Double.NaN, Double.NEGATIVE_INFINITY)))
                    .hasMessage(
                            "GLMM-204: column 'x' has 2 values that are not finite (first: NaN where y = 2); filter them or make"
                                    + " them NULL");
            assertThat(design("y ~ x", numbers("y", 1, null), numbers("x", 1, Double.NaN))
                            .n())
                    .isOne();
        }

        @Test
        void a_call_that_is_not_finite_is_an_error_naming_what_it_was_given() {
            assertThatThrownBy(() -> design("y ~ offset(log(t))", numbers("y", 1, 2, 3), numbers("t", 1, 0, 0)))
                    .hasMessage(
                            "GLMM-204: 'log(t)' is -Infinity in 2 rows, the first where t = 0; filter such rows or change the"
                                    + " formula");
            assertThatThrownBy(() -> design("y ~ sqrt(t)", numbers("y", 1, 2), numbers("t", 1, -4)))
                    .hasMessage("GLMM-204: 'sqrt(t)' is NaN where t = -4; filter such rows or change the formula");
        }

        @Test
        void text_is_no_number() {
            assertThatThrownBy(() -> design("log(f)"))
                    .hasMessageStartingWith("GLMM-203: column 'f' is text where the formula takes numbers");
            assertThatThrownBy(() -> design("y ~ x, weights = f", Y, X, F)).hasMessageStartingWith("GLMM-203");
            assertThatThrownBy(() -> design("I(x == 'b')"))
                    .hasMessageStartingWith("GLMM-203: column 'x' is compared with the text 'b'");
            assertThatThrownBy(() -> design("log(factor(x))"))
                    .hasMessageStartingWith("GLMM-101: found factor(x) inside log");
        }
    }

    @Nested
    class Binding {
        @Test
        void by_exact_name_first_then_ignoring_case() {
            Column upper = numbers("X", 5, 6);
            Column lower = numbers("x", 7, 8);
            assertThat(column(design("y ~ x", numbers("Y", 1, 2), upper, lower).fixed(), "x"))
                    .containsExactly(7, 8);
            assertThat(column(design("y ~ x", numbers("Y", 1, 2), upper).fixed(), "x"))
                    .containsExactly(5, 6);
            assertThatThrownBy(() -> design("y ~ x", numbers("y", 1, 2), upper, numbers("X", 1, 1)))
                    .hasMessageStartingWith("GLMM-201: several columns differ from 'x' in case only");
        }

        @Test
        void a_variable_without_a_column_is_an_error_with_the_nearest_name() {
            assertThatThrownBy(() -> design("y ~ wieght", Y, numbers("weight", 1, 2, 3, 4, 5, 6)))
                    .hasMessage(
                            "GLMM-201: no column 'wieght' for the variable of the formula; did you mean 'weight'? known: y,"
                                    + " weight");
        }

        @Test
        void a_dot_takes_the_columns_that_are_left() {
            Design design = design("y ~ . + (1 | g), weights = day", Y, X, F, G, L, DAY);
            assertThat(design.fixed().names()).containsExactly("(Intercept)", "x", "fb", "fc", "lTRUE");
            assertThat(design.recipe().variables()).containsExactly("x", "f", "l", "g");
            assertThat(design("y ~ ., levels = (g: 'v', 'u')", Y, G).fixed().names())
                    .containsExactly("(Intercept)", "gu");
            assertThatThrownBy(() -> design("y ~ ., levels = (h: 'v', 'u')", Y, G))
                    .hasMessageStartingWith("GLMM-401");
            assertThatThrownBy(() -> design("y ~ .", Y)).hasMessageStartingWith("GLMM-201: '.' stands for all columns");
        }
    }

    @Nested
    class Rank {
        @Test
        void columns_that_depend_on_earlier_ones_are_dropped_and_reported() {
            FixedDesign fixed = design("y ~ x + b + l", Y, X, numbers("b", 5, 7, 11, 17, 9, 21), L)
                    .fixed();
            assertThat(fixed.names()).containsExactly("(Intercept)", "x", "lTRUE");
            assertThat(fixed.allNames()).containsExactly("(Intercept)", "x", "b", "lTRUE");
            assertThat(fixed.columns()).hasDimensions(3, 6);
        }

        @Test
        void constants_and_empty_cells_are_dropped() {
            assertThat(design("y ~ c + x", Y, X, numbers("c", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1))
                            .fixed()
                            .names())
                    .containsExactly("(Intercept)", "x");
            assertThat(design("f:g").fixed().names()).containsExactly("(Intercept)", "fb:gu", "fc:gu", "fa:gv");
        }

        @Test
        void nearly_dependent_columns_are_kept_whatever_their_scale() {
            Number[] t = IntStream.range(0, 50).mapToObj(i -> 1.6e9 + i * 3600).toArray(Number[]::new);
            Number[] y = IntStream.range(0, 50).mapToObj(i -> i % 7).toArray(Number[]::new);
            Number[] near = IntStream.range(0, 50)
                    .mapToObj(i -> t[i].doubleValue() + (i % 3 == 0 ? 0.1 : 0))
                    .toArray(Number[]::new);
            assertThat(design("y ~ t + I(t * 1e-6) + near", numbers("y", y), numbers("t", t), numbers("near", near))
                            .fixed()
                            .names())
                    .containsExactly("(Intercept)", "t", "near");
        }

        @Test
        void more_columns_than_rows() {
            FixedDesign fixed = design("y ~ poly(x, 5) * f", Y, X, F).fixed();
            assertThat(fixed.p()).isEqualTo(6);
            assertThat(Arrays.stream(fixed.columns()).distinct()).hasSize(6);
        }
    }
}
