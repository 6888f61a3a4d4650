package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.numbers.gamma.Trigamma;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ResultTable;
import org.glmmsql.model.TidyRow;
import org.glmmsql.model.VarCorr;
import org.glmmsql.sql.ModelSummary;
import org.junit.jupiter.api.Test;

/** The parameter of a law that is not normal has its own name, and the variance and standard deviation that it implies stand beside it. */
class LambdaTest {
    private final Table table = new Table(120)
            .number("s", i -> (double) (i * 7 % 5 + i % 12 / 4) % 6)
            .number("n", i -> 6.0)
            .number("x", i -> i * 13 % 17 / 10.0)
            .text("g", i -> "g" + i % 12);

    @Test
    void lambdaIsNamed() {
        FittedModel model = table.fit("s / n ~ x + (1 | g), binomial, random = beta(logit)");
        VarCorr row = model.varCorr().get(0);
        double lambda = row.sdOrCorr() * row.sdOrCorr();
        assertThat(lambda).isPositive();
        assertThat(row.lambda()).isCloseTo(lambda, within(1e-12));
        assertThat(row.varianceOfU()).isCloseTo(lambda / (4 * (1 + lambda)), within(1e-12));
        double sd = Math.sqrt(2 * Trigamma.value(0.5 / lambda));
        assertThat(row.sd()).isCloseTo(sd, within(1e-12));
        Map<String, TidyRow> tidy = ResultTable.TIDY.rows().apply(model).stream()
                .filter(r -> r.effect().equals("ran_pars"))
                .collect(Collectors.toMap(r -> r.coefficient().term(), r -> r));
        assertThat(tidy).containsOnlyKeys("lambda__(Intercept)", "sd__(Intercept)");
        var named = tidy.get("lambda__(Intercept)").coefficient();
        assertThat(named.estimate()).isCloseTo(lambda, within(1e-12));
        assertThat(named.stdError()).isCloseTo(2 * row.sdOrCorr() * row.stdError(), within(1e-12));
        var implied = tidy.get("sd__(Intercept)").coefficient();
        assertThat(implied.estimate()).isCloseTo(sd, within(1e-12));
        assertThat(implied.confLow()).isLessThan(sd).isPositive();
        assertThat(implied.confHigh()).isGreaterThan(sd);
        // theta is near sd / 2 for a small lambda, so their relative errors are near each other
        assertThat(implied.stdError() / sd).isCloseTo(row.stdError() / row.sdOrCorr(), within(0.1));
        assertThat(ModelSummary.of(model)).contains("Lambda", "Var(u)");
    }

    @Test
    void aNormalLawHasNone() {
        FittedModel model = table.fit("s / n ~ x + (1 | g), binomial");
        VarCorr row = model.varCorr().get(0);
        assertThat(row.lambda()).isNaN();
        assertThat(row.varianceOfU()).isNaN();
        assertThat(row.sd()).isEqualTo(row.sdOrCorr());
        assertThat(ResultTable.TIDY.rows().apply(model).stream()
                        .map(r -> r.coefficient().term())
                        .toList())
                .isEqualTo(List.of("(Intercept)", "x", "sd__(Intercept)"));
        assertThat(ModelSummary.of(model)).doesNotContain("Lambda");
    }
}
