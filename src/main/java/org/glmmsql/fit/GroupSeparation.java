package org.glmmsql.fit;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Link;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.jspecify.annotations.Nullable;

/**
 * Separation by groups (DESIGN.md, D40): the effects of every level of a random term separate its responses, as where each group is all 0
 * or all 1. Then the likelihood of a binomial model rises with the variance of the effects, to that of a model of the groups' signs.
 */
final class GroupSeparation {
    /**
     * Standard deviation of the linear predictor by a term beyond which probabilities are 0 or 1 in nearly all levels, in widths of the
     * link from a probability of 0.1 to one of 0.9: 30 for the logit, a probability of 1e-13.
     */
    private static final double HUGE = 6.8;
    /** The same, from which on the covariates leave no doubt which way the fit was going. */
    private static final double LARGE = 0.7;
    /** Updates of the perceptron for a level. */
    private static final int UPDATES = 2000;

    private final ModelData data;
    /** Whether responses are ordered categories: a level of one of them is separated, if all thresholds move away from it. */
    private final boolean categories;

    private GroupSeparation(ModelData data, ModelKind kind) {
        this.data = data;
        this.categories = kind.family().ofCategories();
    }

    /** A message if some term separates the responses of all of its levels and the fit shows it, else null. */
    static @Nullable String complete(ModelData data, Design design, ModelKind kind, Estimates estimates) {
        if (!possible(kind)) return null;
        double large = LARGE * width(kind);
        boolean constant = design.fixed().names().stream().allMatch("(Intercept)"::equals) && design.offset() == null;
        for (int t = 0; t < data.terms().size(); t++) {
            TermData term = data.terms().get(t);
            if (!constant && estimates.converged() && !(RandomSpread.of(term, data, estimates) > large)) continue;
            RandomDesign named = design.random().get(t);
            if (new GroupSeparation(data, kind).separated(term, estimates) < term.m()) continue;
            return "the responses of each of the " + term.m() + " levels of '" + named.group()
                    + "' are separated by its own effects ("
                    + String.join(", ", named.terms())
                    + (named.terms().equals(List.of("(Intercept)")) ? ": within a level they are all the same" : "")
                    + "): the likelihood rises with their variance without end, and there are no estimates; use one row for"
                    + " each level and leave the random term out, or choose groups in which "
                    + occurring(kind) + " occur";
        }
        return null;
    }

    /** A message if the effects of a term are so large that most of its levels are separated, else null. */
    static @Nullable String nearly(ModelData data, Design design, ModelKind kind, Estimates estimates) {
        if (!possible(kind)) return null;
        for (int t = 0; t < data.terms().size(); t++) {
            TermData term = data.terms().get(t);
            double spread = RandomSpread.of(term, data, estimates);
            if (!(spread > HUGE * width(kind))) continue;
            RandomDesign named = design.random().get(t);
            return String.format(
                    java.util.Locale.ROOT,
                    "the effects (%s) by %s have a standard deviation of %.3g on the scale of the linear predictor, so that"
                            + " probabilities are next to 0 or 1: the responses of %d of the %d levels are separated by their own"
                            + " effects, and neither the Laplace approximation nor quadrature is accurate there; choose groups in"
                            + " which %s occur more often, or leave the random term out",
                    String.join(", ", named.terms()),
                    named.group(),
                    spread,
                    new GroupSeparation(data, kind).separated(term, estimates),
                    term.m(),
                    occurring(kind));
        }
        return null;
    }

    private static String occurring(ModelKind kind) {
        return kind.family().ofCategories() ? "several categories" : "both responses";
    }

    private static boolean possible(ModelKind kind) {
        return (kind.family().ofTrials() || kind.family().ofCategories())
                && kind.family().separable(kind.link());
    }

    private static double width(ModelKind kind) {
        Link link = kind.family().link(kind.link());
        return link.eta(0.9) - link.eta(0.1);
    }

    /** How many levels have effects b with s_i z_i'b > 0 in all of their rows, s_i = 1 or -1 for a response at the edge. */
    private int separated(TermData given, Estimates estimates) {
        TermData term =
                given.structure().rank(given.q()) < given.q() && !given.law().dependsOnTheta()
                        ? given.with(latent(given, estimates))
                        : given;
        int[] order = new int[data.n()];
        int[] start = new int[term.m() + 1];
        for (int i = 0; i < data.n(); i++) if (data.w()[i] > 0) start[term.level()[i] + 1]++;
        for (int l = 0; l < term.m(); l++) start[l + 1] += start[l];
        int[] next = Arrays.copyOf(start, term.m());
        for (int i = 0; i < data.n(); i++) if (data.w()[i] > 0) order[next[term.level()[i]]++] = i;
        int count = 0;
        for (int l = 0; l < term.m(); l++) if (separates(term, order, start[l], start[l + 1])) count++;
        return count;
    }

    /** The columns of the latent effects that the term's own effects are combinations of. */
    private static double[][] latent(TermData term, Estimates estimates) {
        int q = term.q();
        double[] lambda = new double[q * q];
        term.lambda(estimates.psi(), lambda);
        double[][] columns = new double[term.structure().rank(q)][term.z()[0].length];
        for (int c = 0; c < columns.length; c++)
            for (int k = c; k < q; k++)
                for (int i = 0; i < columns[c].length; i++) columns[c][i] += lambda[k * q + c] * term.z()[k][i];
        return columns;
    }

    private boolean separates(TermData term, int[] order, int from, int to) {
        if (categories) return isOneCategory(term, order, from, to);
        for (int at = from; at < to; at++) if (data.y()[order[at]] > 0 && data.y()[order[at]] < 1) return false;
        // an effect alone, which is all there is in most models, else the perceptron (Rosenblatt 1958) finds a
        // combination
        for (double[] z : term.z()) if (sameSign(z, order, from, to)) return true;
        return term.q() > 1 && perceptron(term, order, from, to);
    }

    private boolean isOneCategory(TermData term, int[] order, int from, int to) {
        boolean same = true;
        for (int at = from + 1; at < to; at++) same &= data.y()[order[at]] == data.y()[order[from]];
        if (!same) return false;
        for (double[] z : term.z()) {
            boolean constant = true;
            for (int at = from + 1; at < to; at++) constant &= z[order[at]] == z[order[from]];
            if (constant && to > from && z[order[from]] != 0) return true;
        }
        return false;
    }

    private double sign(int row) {
        return data.y()[row] > 0 ? 1 : -1;
    }

    private boolean sameSign(double[] z, int[] order, int from, int to) {
        double sign = 0;
        for (int at = from; at < to; at++) {
            double signed = Math.signum(sign(order[at]) * z[order[at]]);
            if (signed == 0 || sign != 0 && signed != sign) return false;
            sign = signed;
        }
        return true;
    }

    private boolean perceptron(TermData term, int[] order, int from, int to) {
        double[] b = new double[term.q()];
        int updates = 0;
        for (boolean wrong = true; wrong; ) {
            wrong = false;
            for (int at = from; at < to; at++) {
                int row = order[at];
                double predictor = 0;
                double squares = 0;
                for (int k = 0; k < b.length; k++) {
                    predictor += b[k] * term.z()[k][row];
                    squares += term.z()[k][row] * term.z()[k][row];
                }
                if (sign(row) * predictor > 0) continue;
                if (squares == 0 || ++updates > UPDATES) return false;
                wrong = true;
                for (int k = 0; k < b.length; k++) b[k] += sign(row) * term.z()[k][row] / Math.sqrt(squares);
            }
        }
        return true;
    }
}
