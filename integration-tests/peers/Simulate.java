import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes one simulated data set as CSV: {@code java Simulate.java <name> <file>}; seeded, so everybody has the same rows. */
public class Simulate {
    private final SplittableRandom random = new SplittableRandom(20260101);

    public static void main(String[] args) throws IOException {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[1])))) {
            new Simulate().write(args[0].split("-"), out);
        }
    }

    /** logistic-rows-cluster-p, poisson-rows, gaussian-rows, crossed-rows-levels, binary-rows. */
    private void write(String[] name, PrintWriter out) {
        int n = (int) Double.parseDouble(name[1]);
        switch (name[0]) {
            case "logistic" -> logistic(n, Integer.parseInt(name[2]), Integer.parseInt(name[3]), out);
            case "poisson" -> slope(n, true, out);
            case "gaussian" -> slope(n, false, out);
            case "crossed" -> crossed(n, Integer.parseInt(name[2]), out);
            case "binary" -> binary(n, out);
            default -> throw new IllegalArgumentException(name[0]);
        }
    }

    /** y ~ x1 + .. + x(p-1) + (1 | g), the first two continuous and 0/1 in turn. */
    private void logistic(int n, int clusterRows, int p, PrintWriter out) {
        StringBuilder header = new StringBuilder("y,g");
        for (int k = 1; k < p; k++) header.append(",x").append(k);
        out.println(header);
        double b = 0;
        for (int i = 0; i < n; i++) {
            if (i % clusterRows == 0) b = random.nextGaussian();
            double eta = -0.5 + b;
            StringBuilder row = new StringBuilder();
            for (int k = 1; k < p; k++) {
                double x = k % 2 == 1 ? round(random.nextGaussian()) : random.nextInt(2);
                eta += (k % 2 == 1 ? 0.5 : -0.3) * x;
                row.append(',').append(x);
            }
            out.println(bernoulli(eta) + ",g" + i / clusterRows + row);
        }
    }

    /** y ~ x + (x | g), 20 rows a cluster. */
    private void slope(int n, boolean poisson, PrintWriter out) {
        out.println("y,g,x");
        double b0 = 0;
        double b1 = 0;
        for (int i = 0; i < n; i++) {
            if (i % 20 == 0) {
                b0 = 0.6 * random.nextGaussian();
                b1 = 0.3 * random.nextGaussian() + 0.2 * b0;
            }
            double x = round(random.nextGaussian());
            double eta = 0.5 + b0 + (0.4 + b1) * x;
            double y = poisson ? poisson(Math.exp(eta)) : round(eta + random.nextGaussian());
            out.println(y + ",g" + i / 20 + "," + x);
        }
    }

    /** y ~ x1 + x2 + (1 | a) + (1 | b), both with as many levels. */
    private void crossed(int n, int levels, PrintWriter out) {
        out.println("y,a,b,x1,x2");
        double[] a = random.doubles(levels).map(v -> random.nextGaussian()).toArray();
        double[] b = random.doubles(levels).map(v -> 0.7 * random.nextGaussian()).toArray();
        for (int i = 0; i < n; i++) {
            int k = random.nextInt(levels);
            int l = random.nextInt(levels);
            double x1 = round(random.nextGaussian());
            int x2 = random.nextInt(2);
            out.println(bernoulli(-0.5 + a[k] + b[l] + 0.5 * x1 - 0.3 * x2) + ",a" + k + ",b" + l + "," + x1 + "," + x2);
        }
    }

    /**
     * y ~ x1 + .. + x5 + (1 | g) with 0/1 covariates and 2,000 rows a cluster: most rows have equals. An offset, which is nothing beside any
     * predictor, tells all rows apart.
     */
    private void binary(int n, PrintWriter out) {
        out.println("y,g,x1,x2,x3,x4,x5,apart");
        double b = 0;
        for (int i = 0; i < n; i++) {
            if (i % 2000 == 0) b = random.nextGaussian();
            double eta = -0.5 + b;
            StringBuilder row = new StringBuilder();
            for (int k = 1; k <= 5; k++) {
                int x = random.nextInt(2);
                eta += (0.3 - 0.1 * k) * x;
                row.append(',').append(x);
            }
            out.println(bernoulli(eta) + ",g" + i / 2000 + row + "," + i + "e-30");
        }
    }

    private int bernoulli(double eta) {
        return random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) count++;
        return count;
    }

    private static double round(double x) {
        return Math.rint(x * 1e4) / 1e4;
    }
}
