package org.glmmsql.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.NumericColumn;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary random models: every family with every link in turn, 20 to 2,000 rows, all structures, laws and methods, with and without
 * offset, weights and a model of the dispersion, in arbitrary units of the response. Two thirds of the data come from the model that is
 * fitted to them or one with fewer effects, the others from another one. A number always gives the same model.
 */
final class RandomModels {
    /** Family and link, in the order of the numbers. */
    static final List<String[]> LINKS = links();

    private final RandomGenerator random;
    private final int number;
    private final Family family;
    private final Link link;
    private final int n;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    /** Size of effects: 1 where the range of eta is unbounded, else a share of the intercept. */
    private double size;

    private double[] eta = new double[0];
    private double[] offset = new double[0];

    private RandomModels(long seed, int number) {
        // the first draws of neighbouring seeds are alike
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003L + number);
        this.number = number;
        String[] pair = LINKS.get(number % LINKS.size());
        family = Families.byName(pair[0]);
        link = family.link(pair[1]);
        n = (int) Math.round(20 * Math.pow(100, Math.pow(random.nextDouble(), 1.5)));
    }

    private static List<String[]> links() {
        List<String[]> pairs = new ArrayList<>();
        for (String family : Families.names())
            for (String link : Families.byName(family).links()) pairs.add(new String[] {family, link});
        return pairs;
    }

    static RandomModel draw(long seed, int number) {
        return new RandomModels(seed, number).draw();
    }

    private record Structure(String terms, @Nullable String smaller, boolean correlated, boolean twoFactors) {}

    private static final List<Structure> STRUCTURES = List.of(
            new Structure("(1 | g)", null, false, false),
            new Structure("(x | g)", "(1 | g)", true, false),
            new Structure("(x || g)", "(1 | g)", false, false),
            new Structure("cs(x | g)", "(1 | g)", true, false),
            new Structure("cs(0 + f | g)", "(1 | g)", true, false),
            new Structure("(0 + x | g)", null, false, false),
            new Structure("(1 | g/h)", "(1 | g)", false, true),
            new Structure("(1 | g) + (1 | h)", "(1 | g)", false, true),
            new Structure("(x | g) + (1 | h)", "(1 | g) + (1 | h)", true, true),
            new Structure("(1 | g) + (0 + z | g)", "(1 | g)", false, false));

    static final Set<String> SHARES = Set.of("binomial", "betabinomial", "beta", "ordbeta", "cumulative");
    private static final Set<String> POSITIVE = Set.of("Gamma", "inverse.gaussian", "lognormal");

    private static final int[] OFTEN = {8, 3, 2, 1, 1, 1, 3, 3, 1, 1};

    private RandomModel draw() {
        Structure structure = STRUCTURES.get(weighted(OFTEN));
        boolean bounded = !List.of("log", "logit", "probit", "cloglog", "loglog", "cauchit")
                        .contains(link.name())
                && !(family.name().equals("gaussian") && link.name().equals("identity"));
        covariates(structure);
        double mean = startingMean();
        double intercept = link.eta(mean);
        bounded |= family.name().equals("binomial") && link.name().equals("log");
        size = bounded
                ? 0.3 * Math.abs(intercept)
                : family.name().equals("gaussian") && !logarithmic() ? Math.max(0.3, Math.abs(mean)) : 1;
        String fixed = pick(
                "1", "x", "x", "x + z", "x + f", "x * f", "scale(x) + z", "poly(x, 2)", "0 + f", "0 + f + x", "f + z");
        eta = new double[n];
        Arrays.fill(eta, intercept);
        // thresholds are the intercept
        if (family.ofCategories()) fixed = fixed.replace("0 + ", "");
        addFixed(fixed);
        boolean flat = random.nextDouble() < 0.2;
        if (!flat) addRandom(structure);
        String options = offsetOption();
        // a single trial says nothing about how chances vary
        boolean counted = family.name().equals("betabinomial") || family.ofTrials() && random.nextDouble() < 0.5;
        String laws = laws(structure);
        // a law other than the normal has a scale of its own on eta
        double unit = laws == null || logarithmic() ? unit() : 1;
        double[] y = response(mean, counted);
        String left = "y";
        if (counted) left = random.nextDouble() < 0.7 ? "cbind(y, t - y)" : "y / t";
        else if (random.nextDouble() < 0.15 && !family.ofTrials()) options += ", weights = w";
        if (family.hasDispersion() && !SHARES.contains(family.name())) for (int i = 0; i < n; i++) y[i] *= unit;
        rescaleOffset(unit);
        if (family.hasDispersion() && random.nextDouble() < 0.08) options += ", dispersion = ~ z";
        number("y", y);
        number("o", offset);
        boolean exact = family.name().equals("gaussian")
                && link.name().equals("identity")
                && laws == null
                && !options.contains("dispersion");
        String method = method(structure, exact);
        boolean equations = method != null && (method.endsWith("EQL") || method.contains("HL("));
        if (!equations && zeros(y)) options += ", zero = ~ 1";
        String smallerLaws =
                laws == null ? null : laws.startsWith("(") && !twoGroups(structure.smaller) ? oneLaw(laws) : laws;
        return new RandomModel(
                number,
                left,
                fixed,
                structure.terms,
                structure.smaller,
                laws,
                smallerLaws,
                family.name(),
                link.name(),
                method,
                options,
                n,
                columns);
    }

    private boolean logarithmic() {
        return link.name().equals("log");
    }

    private static boolean twoGroups(@Nullable String terms) {
        return terms != null && terms.contains("h)");
    }

    /** The law of g in "(g: law, h: law)". */
    private static String oneLaw(String laws) {
        return laws.substring("(g: ".length(), laws.indexOf(", "));
    }

    private void covariates(Structure structure) {
        double step = random.nextDouble() < 0.3 ? 0.5 : 0;
        double[] x = normals(1);
        if (step > 0) for (int i = 0; i < n; i++) x[i] = step * Math.round(x[i] / step);
        double[] z = normals(1);
        if (random.nextDouble() < 0.3) for (int i = 0; i < n; i++) z[i] = random.nextDouble() < 0.4 ? 1 : 0;
        double unit = random.nextDouble() < 0.2 ? Math.pow(10, random.nextInt(-4, 5)) : 1;
        double origin = random.nextDouble() < 0.2 ? 3 : 0;
        double[] raw = new double[n];
        for (int i = 0; i < n; i++) raw[i] = unit * (x[i] + origin);
        number("x", raw);
        number("z", z);
        standardX = x;
        String[] f = new String[n];
        for (int i = 0; i < n; i++) f[i] = String.valueOf((char) ('a' + i % 3));
        factor("f", f);
        double perLevel = 3 + 12 * Math.pow(random.nextDouble(), 2);
        int levels = (int) Math.max(3, Math.min(structure.twoFactors ? 60 : 200, n / perLevel));
        level = new int[n];
        for (int i = 0; i < n; i++) level[i] = i < levels ? i : random.nextInt(levels);
        boolean nested = structure.terms.contains("/");
        int others = nested ? 2 : (int) Math.max(3, Math.min(30, n / (3 + 10 * random.nextDouble())));
        other = new int[n];
        for (int i = 0; i < n; i++) other[i] = !nested && i < others ? others - 1 - i : random.nextInt(others);
        factor("g", Arrays.stream(level).mapToObj(i -> "g" + i).toArray(String[]::new));
        factor("h", Arrays.stream(other).mapToObj(i -> "h" + i).toArray(String[]::new));
        double[] w = new double[n];
        double[] t = new double[n];
        for (int i = 0; i < n; i++) {
            w[i] = 1 + random.nextInt(3);
            t[i] = 1 + random.nextInt(12);
        }
        number("w", w);
        number("t", t);
    }

    private double[] standardX = new double[0];
    private int[] level = new int[0];
    private int[] other = new int[0];

    /** A mean where the family and link are used. */
    private double startingMean() {
        double u = random.nextDouble();
        return switch (family.name()) {
            case "beta", "ordbeta", "betabinomial" -> 0.1 + 0.8 * u;
            case "cumulative" -> 0.5;
            case "binomial" ->
                link.name().equals("identity") || link.name().equals("log") ? 0.15 + 0.35 * u : 0.1 + 0.8 * u;
            case "poisson" -> Math.exp(Math.log(logarithmic() ? 0.5 : 2) + u * Math.log(40));
            case "gaussian" -> link.name().equals("identity") ? 4 * u - 2 : 0.5 + 3 * u;
            default -> 0.2 + 5 * u;
        };
    }

    private void addFixed(String fixed) {
        double[] x = standardX;
        double[] z = ((NumericColumn) columns.get("z")).values();
        double slope = 0.5 * random.nextGaussian();
        double second = 0.5 * random.nextGaussian();
        double level2 = random.nextGaussian() * 0.5;
        double level3 = random.nextGaussian() * 0.5;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            if (fixed.contains("x")) sum += slope * x[i];
            if (fixed.contains("poly")) sum += 0.3 * second * x[i] * x[i];
            if (fixed.contains("z")) sum += second * z[i];
            if (fixed.contains("f")) sum += i % 3 == 1 ? level2 : i % 3 == 2 ? level3 : 0;
            if (fixed.contains("x * f") && i % 3 == 1) sum += level3 * x[i];
            eta[i] += size * sum;
        }
    }

    private void addRandom(Structure structure) {
        double sd = Math.pow(random.nextDouble(), 1.5);
        double[] b = normals(sd);
        double[] slope = normals(0.5 * random.nextDouble());
        double[] second = normals(0.7 * random.nextDouble());
        double[] z = ((NumericColumn) columns.get("z")).values();
        for (int i = 0; i < n; i++) {
            double sum = structure.terms.contains("(0 + x") ? 0 : b[level[i]];
            if (structure.terms.contains("x")) sum += slope[level[i]] * standardX[i];
            if (structure.terms.contains("z")) sum += slope[level[i]] * z[i];
            if (structure.terms.contains("/")) sum += second[2 * level[i] % n + other[i]];
            else if (structure.twoFactors) sum += second[other[i]];
            if (structure.terms.contains("f")) sum += second[(3 * level[i] + i % 3) % n];
            eta[i] += size * sum;
        }
    }

    private String offsetOption() {
        offset = new double[n];
        if (random.nextDouble() >= 0.12) return "";
        if (family.name().equals("poisson") && logarithmic()) {
            double[] t = ((NumericColumn) columns.get("t")).values();
            for (int i = 0; i < n; i++) {
                offset[i] = Math.log(t[i]);
                eta[i] += offset[i];
            }
        } else {
            offset = normals(0.2 * size);
            for (int i = 0; i < n; i++) eta[i] += offset[i];
        }
        return ", offset = o";
    }

    private double unit() {
        return random.nextDouble() < 0.7 ? 1 : Math.pow(10, random.nextInt(-9, 10));
    }

    /** An offset of a response that is given in another unit. */
    private void rescaleOffset(double unit) {
        if (!family.hasDispersion() || SHARES.contains(family.name()) || logarithmic()) return;
        double factor = switch (link.name()) {
            case "identity" -> unit;
            case "inverse" -> 1 / unit;
            default -> 1 / (unit * unit);
        };
        for (int i = 0; i < n; i++) offset[i] *= factor;
    }

    private double[] response(double mean, boolean counted) {
        double[] t = ((NumericColumn) columns.get("t")).values();
        double noise = 0.05 + 0.7 * random.nextDouble();
        double kind = random.nextDouble();
        boolean other = kind < 0.2;
        boolean unrelated = kind > 0.9;
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double mu = unrelated ? mean : meanInRange(eta[i], mean);
            y[i] = switch (family.name()) {
                case "binomial" -> binomial(mu, counted ? (int) t[i] : 1, other ? 1.0 : 0);
                case "poisson" -> poisson(other ? mu * gamma(1 / noise) * noise : mu);
                case "nbinom2" -> poisson(mu * gamma(1 / noise) * noise);
                case "nbinom1" -> poisson(mu * gamma(mu / noise) * noise / mu);
                case "genpois", "compois", "bell" -> poisson(other ? mu : mu * gamma(1 / noise) * noise);
                case "truncated_poisson",
                        "truncated_nbinom1",
                        "truncated_nbinom2",
                        "truncated_genpois",
                        "truncated_compois" -> 1 + poisson(other ? mu : mu * gamma(1 / noise) * noise);
                case "gaussian" -> mu + noise * Math.abs(mean) * (other ? heavy() : random.nextGaussian());
                case "Gamma" ->
                    other
                            ? mu * Math.exp(noise * Math.max(-6, Math.min(6, heavy())))
                            : mu * gamma(1 / (noise * noise)) * noise * noise;
                case "inverse.gaussian" ->
                    other
                            ? mu * Math.exp(noise * Math.max(-6, Math.min(6, heavy())))
                            : inverseGaussian(mu, mean / (noise * noise));
                case "t" -> mu + noise * Math.abs(mean) * heavy();
                case "skewnormal" -> mu - noise * Math.abs(mean) * (1 + Math.log(random.nextDouble()));
                case "lognormal" ->
                    mu * Math.exp(noise * Math.max(-6, Math.min(6, other ? heavy() : random.nextGaussian())));
                case "tweedie" -> {
                    double summands = poisson(2 / noise);
                    yield summands > 0 ? mu * noise / 2 * gamma(summands) : 0;
                }
                case "beta" -> share(mu, noise);
                case "ordbeta" -> {
                    double end = random.nextDouble();
                    yield end < 0.15 * (1 - mu) ? 0 : end > 1 - 0.15 * mu ? 1 : share(mu, noise);
                }
                case "betabinomial" -> binomial(other ? mu : share(mu, noise), (int) t[i], 0);
                case "cumulative" -> category(eta[i], other);
                default -> throw new IllegalStateException("no draws of " + family.name());
            };
            if (POSITIVE.contains(family.name())) y[i] = Math.max(y[i], 1e-6 * mean);
        }
        return y;
    }

    /** Some models of counts have zeros of another kind. @return whether some were put among the responses */
    private boolean zeros(double[] y) {
        if (!family.ofCounts() || random.nextDouble() >= 0.15) return false;
        for (int i = 0; i < n; i++) if (i % 7 == 0 || random.nextDouble() < 0.2) y[i] = 0;
        return true;
    }

    /** A beta variable whose precision is the larger, the less noise there is. */
    private double share(double mu, double noise) {
        double precision = 2 / noise;
        double a = gamma(precision * mu);
        double b = gamma(precision * (1 - mu));
        return Math.min(1 - 1e-9, Math.max(1e-9, a / (a + b)));
    }

    /** Of four, by a latent logistic variable. */
    private double category(double at, boolean other) {
        double u = random.nextDouble();
        double latent = at + (other ? heavy() : Math.log(u / (1 - u)));
        return latent < -1.5 ? 1 : latent < 0 ? 2 : latent < 1.5 ? 3 : 4;
    }

    /** Where the predictor leaves the range of the link, the nearest mean that is not extreme. */
    private double meanInRange(double at, double mean) {
        double intercept = Math.abs(link.eta(mean));
        double mu = switch (link.name()) {
            case "inverse", "sqrt", "1/mu^2" -> link.mu(Math.max(at, 0.1 * intercept));
            default -> link.mu(at);
        };
        if (SHARES.contains(family.name())) return Math.min(0.99, Math.max(0.01, mu));
        if (family.name().equals("gaussian"))
            return Math.max(-100 * Math.abs(mean), Math.min(100 * Math.abs(mean), mu));
        return Math.min(100 * mean, Math.max(0.05 * mean, mu));
    }

    private double binomial(double mu, int trials, double overdispersion) {
        double p =
                overdispersion > 0 ? 1 / (1 + (1 - mu) / mu * Math.exp(-overdispersion * random.nextGaussian())) : mu;
        int successes = 0;
        for (int k = 0; k < trials; k++) if (random.nextDouble() < p) successes++;
        return successes;
    }

    private double poisson(double mu) {
        return mu > 1e-9 ? PoissonDistribution.of(mu).inverseCumulativeProbability(random.nextDouble()) : 0;
    }

    private double gamma(double shape) {
        return GammaDistribution.of(shape, 1).inverseCumulativeProbability(random.nextDouble());
    }

    /** Student's t with three degrees of freedom. */
    private double heavy() {
        double sum = 0;
        for (int k = 0; k < 3; k++) sum += Math.pow(random.nextGaussian(), 2);
        return random.nextGaussian() / Math.sqrt(sum / 3);
    }

    /** By the root of a chi-square (Michael, Schucany and Haas 1976). */
    private double inverseGaussian(double mu, double lambda) {
        double chi = Math.pow(random.nextGaussian(), 2);
        double root = mu
                + mu * mu * chi / (2 * lambda)
                - mu / (2 * lambda) * Math.sqrt(4 * mu * lambda * chi + mu * mu * chi * chi);
        return random.nextDouble() <= mu / (mu + root) ? root : mu * mu / root;
    }

    private @Nullable String method(Structure structure, boolean exact) {
        double u = random.nextDouble();
        if (u < 0.5) return null;
        if (u < 0.7 && (structure.twoFactors || exact)) return null;
        if (u < 0.7) {
            String nodes = pick("3", "5", "9", "15");
            // of three effects a cluster nobody asks for thousands of nodes
            return "nagq = " + (structure.terms.contains("f | g") ? "3" : nodes);
        }
        if (u < 0.87) return "method = REML";
        if (u < 0.9) return "method = EQL";
        return "method = " + pick("HL(0,0)", "HL(0,1)", "HL(1,1)");
    }

    private @Nullable String laws(Structure structure) {
        if (structure.correlated || random.nextDouble() > 0.2) return null;
        String law = switch (link.name()) {
            case "log" -> pick("gamma(log)", "inverse.gamma(log)");
            case "logit" -> "beta(logit)";
            case "inverse" -> "inverse.gamma(inverse)";
            default -> pick("gamma(log)", "inverse.gamma(log)", "beta(logit)");
        };
        // its own scale on eta is of the order of 1
        if (size < 0.2) return null;
        return structure.terms.equals("(1 | g) + (1 | h)") && random.nextBoolean()
                ? "(g: " + law + ", h: normal)"
                : law;
    }

    private double[] normals(double sd) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) v[i] = sd * random.nextGaussian();
        return v;
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }

    private int weighted(int[] weights) {
        int at = random.nextInt(Arrays.stream(weights).sum());
        int i = 0;
        while (at >= weights[i]) at -= weights[i++];
        return i;
    }

    private void number(String name, double[] values) {
        columns.put(name, new NumericColumn(name, NumericColumn.Kind.NUMBER, values, n, null));
    }

    private void factor(String name, String[] values) {
        List<String> levels = Arrays.stream(values).distinct().toList();
        int[] codes = new int[n];
        for (int i = 0; i < n; i++) codes[i] = levels.indexOf(values[i]);
        columns.put(name, new FactorColumn(name, codes, levels, n, false));
    }
}
