package org.glmmsql.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.stream.Stream;
import org.glmmsql.family.Distribution;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.frame.ExactSum;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Closed forms of what the distribution of a count says, alone and with zeros of another kind. */
class RowMomentsTest {
    static Stream<Family> families() {
        return Families.names().stream()
                .filter(name -> Families.byName(name).ofCounts())
                .flatMap(name -> Stream.of(Families.byName(name), Families.of(name, List.of("zero"))));
    }

    @ParameterizedTest
    @MethodSource("families")
    void areThoseOfTheDistribution(Family family) {
        double[] later = family.neutral();
        String link = family.links().get(0);
        RowMoments moments = new RowMoments(family, link);
        ZeroChances chances = new ZeroChances(family, link);
        double[] predictors = new double[family.parameters().size()];
        System.arraycopy(later, 0, predictors, 1, later.length);
        predictors[0] = 0.8;
        Distribution law = family.distribution(link, predictors, 1);
        moments.at(predictors, 1);
        String name = family.name() + (moments.hasZeros() ? " with zeros" : "");
        assertThat(moments.mean()).as(name).isCloseTo(law.mean(), withinPercentage(1e-6));
        assertThat(moments.variance()).as(name).isCloseTo(law.variance(), withinPercentage(1e-6));
        if (law.logDensity(0) > Double.NEGATIVE_INFINITY) {
            ExactSum sum = new ExactSum();
            for (int i = 0; i < 600; i++) chances.add(predictors, sum);
            chances.flush(sum);
            assertThat(sum.value()).as(name).isCloseTo(600 * Math.exp(law.logDensity(0)), withinPercentage(1e-8));
        }
    }
}
