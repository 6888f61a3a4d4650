package org.glmmsql.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.glmmsql.api.MixedModels;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.FittedModel;
import org.junit.jupiter.api.Test;

class SplineBasisTest {
    private static final double[] AT = {-1.0, 0.1, 1.0, 2.1, 6.0, 8.0, 9.5};

    private static void assertBasis(SplineBasis basis, double[][] expected) {
        for (int i = 0; i < AT.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertThat(basis.at(AT[i], j)).as("column %s at %s", j, AT[i]).isCloseTo(expected[i][j], within(1e-13));
            }
        }
    }

    /** scipy 1.17.1: BSpline of the same knots, beyond its ends too. */
    @Test
    void bSplinesAreThoseOfDeBoor() {
        // one knot, the median
        assertBasis(new SplineBasis(List.of(0.1, 8.0, 2.1), 3, false), new double[][] {
            {-3.006405443839129, 0.2931937990706618, -0.01066335523153341, 0},
            {0, 0, 0, 0},
            {0.7087375620894089, 0.11904702771991668, 0.00584041019067457, 0},
            {0.5577631789777279, 0.3781445281204935, 0.06409229290177855, 0},
            {0.02172620098365375, 0.18491206481257166, 0.5045347363120718, 0.2888269978917026},
            {0, 0, 0, 1},
            {-0.00916574103997892, 0.1754229624126136, -1.1393119153773772, 1.9730546940047424}
        });
    }

    /** scipy 1.17.1 and numpy: the null space of the second derivatives at the ends by LAPACK's Householder QR. */
    @Test
    void naturalSplinesAreLinearBeyondTheEnds() {
        SplineBasis basis = new SplineBasis(List.of(0.1, 8.0, 1.3, 3.7), 3, true);
        assertBasis(basis, new double[][] {
            {0.21121258088596154, -0.5403112534292039, 0.32909867254324243},
            {0, 0, 0},
            {-0.1362285746549435, 0.4031355059615717, -0.24554617181295735},
            {-0.02903733270165966, 0.5986566965502772, -0.361741733715178},
            {0.3506510486240162, 0.34384003999123297, 0.2703593720634006},
            {-0.15625338973858335, 0.3997179737498644, 0.756535415988719},
            {-0.5882416748020393, 0.4582926564703329, 1.1299490183317065}
        });
        for (int j = 0; j < 3; j++) {
            assertThat(basis.at(-3, j) + basis.at(-1, j)).isCloseTo(2 * basis.at(-2, j), within(1e-13));
        }
    }

    /** R's help of ns and bs: the heights and weights of fifteen women, knots at quantiles. */
    @Test
    void coefficientsAreThoseOfR() {
        Map<String, Object> women = Map.of(
                "height",
                new double[] {58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72},
                "weight",
                new double[] {115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164});
        FittedModel natural = MixedModels.fit("weight ~ ns(height, df = 5)", women);
        assertThat(natural.fixed().stream().mapToDouble(Coefficient::estimate).toArray())
                .containsExactly(new double[] {114.7447, 15.9474, 25.1695, 33.2582, 50.7894, 45.0363}, within(1e-4));
        FittedModel plain = MixedModels.fit("weight ~ bs(height, df = 5)", women);
        assertThat(plain.fixed().stream().mapToDouble(Coefficient::estimate).toArray())
                .containsExactly(new double[] {114.8799, 3.4657, 13.0300, 27.6161, 40.8481, 49.1296}, within(1e-4));
        // a stored model has the knots of its fit
        double[] one = MixedModels.predict(natural, "", Map.of("height", new double[] {66.5}));
        double[] many = MixedModels.predict(natural, "", Map.of("height", new double[] {50, 66.5, 80}));
        assertThat(many[1]).isEqualTo(one[0]);
    }
}
