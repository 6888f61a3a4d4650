package org.glmmsql.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glmmsql.design.Design;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.Options;
import org.glmmsql.frame.Column;
import org.glmmsql.likelihood.ClusterLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.HLikelihoods;
import org.glmmsql.likelihood.HOrder;
import org.glmmsql.likelihood.HierarchicalEquations;
import org.glmmsql.likelihood.JointLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.likelihood.TermData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The log-likelihood at the estimates of a reference is the reference's: stronger than a comparison of maxima, because nothing is
 * searched. At a maximum the value does not feel the last digits of the estimates.
 */
class ObjectiveAtReferenceTest {
    private static final double RELATIVE = 1e-9;

    /** Cases whose estimates are not a point of a likelihood of normal effects, or tell a covariance by the parameters of its structure. */
    private static final Set<String> OTHERS =
            Set.of("hglm", "extended", "later", "separation", "structure", "residual");

    static List<ReferenceCase> cases() {
        return ReferencePack.cases(ReferencePack.OWN).stream()
                .filter(c -> c.tags().stream().noneMatch(OTHERS::contains))
                .toList();
    }

    static List<ReferenceCase> hierarchical() {
        return ReferencePack.cases(ReferencePack.OWN).stream()
                .filter(c -> c.expected().hLikelihoods() != null)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheReferences(ReferenceCase reference) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(reference.model());
        Options options = spec.options();
        Family family = family(options);
        Design design = design(reference, spec);
        ModelDataBuilder.Built built = built(design, options);
        double[] psi = psi(reference.expected(), design, built);

        double logLik;
        if (family.name().equals("gaussian")) {
            int from = built.data().thetaFrom();
            double sigma = Math.exp(psi[from - 1] / 2);
            double[] theta =
                    Arrays.stream(psi, from, psi.length).map(t -> t / sigma).toArray();
            boolean restricted = options.method() == Method.REML;
            logLik = new GaussianLikelihood(
                            built.data(), restricted, built.fixed().logDeterminant(), () -> {}, 1)
                    .evaluate(theta, new double[theta.length]);
        } else {
            boolean oneFactor =
                    design.random().stream().map(RandomDesign::group).distinct().count() == 1;
            MarginalLikelihood likelihood = oneFactor
                    ? new ClusterLikelihood(built.data(), options.nagq(), () -> {}, 1)
                    : new JointLikelihood(built.data(), () -> {}, 1);
            logLik = likelihood.evaluate(psi, new double[psi.length]);
        }
        double expected = reference.expected().logLik();
        assertThat(logLik).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }

    /**
     * h, p_v and p_{beta,v} mean what they mean to the reference, whatever equations its estimates solve. Estimates are the reference's
     * with its own tolerance, and the values do feel it: they are no maxima of all three.
     */
    @ParameterizedTest
    @MethodSource("hierarchical")
    void hLikelihoodsAreTheReferences(ReferenceCase reference) throws SQLException {
        ModelSpec spec = ModelTextParser.parse(reference.model());
        Design design = design(reference, spec);
        ModelDataBuilder.Built built = built(design, spec.options());
        HLikelihoods ours = new HierarchicalEquations(built, HOrder.HL11, () -> {}, 1)
                .likelihoods(psi(reference.expected(), design, built));
        Map<String, Double> theirs = reference.expected().hLikelihoods();
        assertThat(ours.h()).isCloseTo(theirs.get("hlik"), within(1e-3));
        assertThat(ours.pv()).isCloseTo(theirs.get("p_v"), within(1e-3));
        // the package reports p_v under both names for ML
        if (spec.options().method() != Method.ML) {
            assertThat(ours.pBetaV()).isCloseTo(theirs.get("p_bv"), within(1e-3));
        }
    }

    private static Family family(Options options) {
        return Families.byName(options.family() == null ? "gaussian" : options.family());
    }

    private static Design design(ReferenceCase reference, ModelSpec spec) throws SQLException {
        Map<String, Column> columns = CsvTable.columns(reference);
        return DesignBuilder.build(
                spec, spec.variables().stream().map(columns::get).toList());
    }

    private static ModelDataBuilder.Built built(Design design, Options options) {
        Family family = family(options);
        String link = options.link() == null ? family.links().get(0) : options.link();
        return ModelDataBuilder.build(design, family, link, family.priorWeights(design.response(), design.weights()));
    }

    /** (beta of the scaled columns, log dispersion, theta of the scaled columns). */
    private static double[] psi(Expected expected, Design design, ModelDataBuilder.Built built) {
        double[] psi = new double[built.data().size()];
        Map<String, Double> beta = new HashMap<>();
        expected.fixef().forEach(f -> beta.put(Names.term(f.term()), f.estimate()));
        double[] told = design.fixed().names().stream()
                .mapToDouble(name -> beta.get(Names.term(name)))
                .toArray();
        System.arraycopy(built.fixed().scaled(told), 0, psi, 0, told.length);
        if (built.data().hasDispersion()) {
            Expected.Dispersion d = expected.dispersion();
            double tau = d.sigma() == null ? Math.log(d.phi()) : 2 * Math.log(d.sigma());
            psi[built.data().deltaFrom()] = built.dispersion().scaled(new double[] {tau})[0];
        }
        for (TermData term : built.data().terms()) {
            theta(
                    expected,
                    design.random().get(term.index()),
                    term,
                    built.random().get(term.index()),
                    psi);
        }
        return psi;
    }

    private static void theta(
            Expected expected, RandomDesign random, TermData term, RandomScaling scaling, double[] psi) {
        int q = random.q();
        double[][] lambda = cholesky(scaled(covariance(expected, random), scaling));
        int k = term.thetaFrom();
        for (int column = 0; column < q; column++) {
            for (int row = column; row < q; row++) {
                if (row == column || random.structure().name().equals("unstructured")) {
                    psi[k++] = lambda[row][column];
                }
            }
        }
        assertThat(k).isEqualTo(term.thetaFrom() + term.thetaSize());
    }

    private static double[][] scaled(double[][] sigma, RandomScaling scaling) {
        // twice a map of the rows, with their transpose between
        double[][] result = sigma;
        for (int pass = 0; pass < 2; pass++) {
            double[][] mapped = new double[sigma.length][];
            for (int i = 0; i < sigma.length; i++) mapped[i] = scaling.scaled(result[i]);
            result = new double[sigma.length][sigma.length];
            for (int i = 0; i < sigma.length; i++) for (int j = 0; j < sigma.length; j++) result[i][j] = mapped[j][i];
        }
        return result;
    }

    private static double[][] covariance(Expected expected, RandomDesign random) {
        List<String> terms = random.terms().stream().map(Names::term).toList();
        double[][] sigma = new double[terms.size()][terms.size()];
        List<Expected.VarCorr> rows = expected.varcorr().stream()
                .filter(v -> Names.sameGroup(random.group(), v.groupName()))
                .toList();
        for (Expected.VarCorr v : rows) {
            int i = terms.indexOf(Names.term(v.term1()));
            if (v.term2() == null) {
                sigma[i][i] = v.sdOrCorr() * v.sdOrCorr();
            }
        }
        for (Expected.VarCorr v : rows) {
            if (v.term2() != null) {
                int i = terms.indexOf(Names.term(v.term1()));
                int j = terms.indexOf(Names.term(v.term2()));
                sigma[i][j] = sigma[j][i] = v.sdOrCorr() * Math.sqrt(sigma[i][i] * sigma[j][j]);
            }
        }
        return sigma;
    }

    /** Lower triangular L with L L' = a. */
    private static double[][] cholesky(double[][] a) {
        double[][] l = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        return l;
    }
}
