package org.glmmsql.recipe;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.random.Structure;

/** A structure in one file: independent effects of one variance, by the logarithm of their standard deviation. */
public class EqualVariances implements Structure {
    @Override
    public String name() {
        return "equal";
    }

    @Override
    public List<Theta> parameters(int q) {
        return List.of(Theta.free("log sd"));
    }

    @Override
    public boolean ownScales() {
        return false;
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int k = 0; k < q; k++) {
            lambda[k * q + k] = Math.exp(theta[from]);
        }
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        for (int k = 0; k < q; k++) {
            gradient[from] += Math.exp(theta[from]) * g[k * q + k];
        }
    }

    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        double squares = 0;
        for (int k = 0; k < q; k++) {
            squares += sd[k] * sd[k];
        }
        theta[from] = Math.log(squares / q) / 2;
    }

    @Override
    public List<Told> told(List<String> columns, String label) {
        return List.of(Told.shared(label));
    }

    /** The same under the name of a function of numbers. */
    public static final class Exp extends EqualVariances {
        @Override
        public String name() {
            return "sqrt";
        }
    }
}
