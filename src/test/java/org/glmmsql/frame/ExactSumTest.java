package org.glmmsql.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Test
    void isTheSumOfAllDigits() {
        Random random = new Random(1);
        ExactSum sum = new ExactSum();
        ExactSum backwards = new ExactSum();
        BigDecimal exact = BigDecimal.ZERO;
        double[] terms = random.doubles(1000, -1, 1)
                .map(x -> Math.scalb(x, random.nextInt(200) - 100))
                .toArray();
        for (int i = 0; i < terms.length; i++) {
            sum.add(terms[i]);
            backwards.add(terms[terms.length - 1 - i]);
            exact = exact.add(new BigDecimal(terms[i]));
        }
        ExactSum parts = new ExactSum();
        for (int from = 0; from < terms.length; from += 300) {
            ExactSum part = new ExactSum();
            for (int i = from; i < Math.min(from + 300, terms.length); i++) {
                part.add(terms[i]);
            }
            parts.add(part);
        }
        assertThat(parts.value()).isEqualTo(sum.value());
        assertThat(sum.value()).isEqualTo(backwards.value()).isCloseTo(exact.doubleValue(), withinPercentage(1e-13));
    }

    @Test
    void keepsWhatDoublesLose() {
        ExactSum sum = new ExactSum();
        for (double term : new double[] {1e300, 1, -1e300, Double.MIN_VALUE, 1e16, -1e16}) sum.add(term);
        assertThat(sum.value()).isEqualTo(1);
        sum.add(-1);
        assertThat(sum.value()).isEqualTo(Double.MIN_VALUE);
        sum.add(Double.NaN);
        assertThat(sum.value()).isNaN();
    }
}
