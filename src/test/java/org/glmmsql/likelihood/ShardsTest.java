package org.glmmsql.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards with rows of their own, to which only bytes go and from which only bytes come, give the bits of all rows in one place. */
class ShardsTest {
    private static final List<String> MODELS = List.of("plain", "slopes", "quadrature", "law", "dispersion", "merged");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void sameBits(int count) {
        for (String model : MODELS) {
            ModelData data = data(model);
            int[] starts = ClusterShard.starts(data, count);
            assertThat(starts).as(model).hasSize(count + 1);
            List<ClusterShard> shards = new ArrayList<>();
            for (int i = 0; i < count; i++)
                shards.add(new ClusterShard(data.rows(starts[i], starts[i + 1]), () -> {}, 1 + i % 2));
            int nodes = model.equals("quadrature") ? 3 : 1;
            assertThat(numbers(new ClusterLikelihood(data.rows(0, 0), nodes, asBytes(Shards.here(shards))), data))
                    .as("%s in %d shards", model, count)
                    .isEqualTo(numbers(new ClusterLikelihood(data, nodes, () -> {}, 1), data));
        }
    }

    @Test
    void shardsOfOtherProcesses() throws Exception {
        ModelData data = data("slopes");
        List<Process> processes = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) processes.add(Far.start("slopes", 2, i));
            Shards<ClusterShard> shards = new Far(processes);
            assertThat(numbers(new ClusterLikelihood(data.rows(0, 0), 1, shards), data))
                    .isEqualTo(numbers(new ClusterLikelihood(data, 1, () -> {}, 1), data));
            for (Process process : processes) {
                process.getOutputStream().close();
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isZero();
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** A shard that was lost and came back without its tangents makes them again. */
    @Test
    void tangentsOfAnotherPoint() {
        ModelData data = data("slopes");
        double[] psi = point(data);
        double[] gradient = new double[psi.length];
        ClusterLikelihood likelihood = new ClusterLikelihood(data, 1, () -> {}, 1);
        MarginalLikelihood near = likelihood.near(psi);
        double before = near.evaluate(psi, gradient);
        double[] elsewhere = psi.clone();
        elsewhere[0] += 0.5;
        likelihood.near(elsewhere);
        assertThat(near.evaluate(psi, gradient)).isEqualTo(before);
    }

    /** Whichever shards are lost, and whenever: those made again from their rows give the same bits, and those of lasting shards but for rounding. */
    @Test
    void lostShards() {
        for (String model : MODELS) {
            ModelData data = data(model);
            int nodes = model.equals("quadrature") ? 3 : 1;
            double[] kept = numbers(new ClusterLikelihood(data.rows(0, 0), nodes, new Losing(data, 3, 0)), data);
            for (int every : new int[] {1, 2, 3})
                assertThat(numbers(new ClusterLikelihood(data.rows(0, 0), nodes, new Losing(data, 3, every)), data))
                        .as("%s, lost at every %dth request", model, every)
                        .isEqualTo(kept);
            double[] lasting = numbers(new ClusterLikelihood(data, nodes, () -> {}, 1), data);
            for (int i = 0; i < kept.length; i++)
                assertThat(kept[i]).as(model).isCloseTo(lasting[i], within(1e-9 * Math.max(1, Math.abs(lasting[i]))));
        }
    }

    /** Shards of which one after the other is lost. */
    private static final class Losing implements Shards<ClusterShard> {
        private final ModelData data;
        private final int[] starts;
        private final List<ClusterShard> shards = new ArrayList<>();
        /** Requests until the next loss; 0 for no loss at all. */
        private final int every;

        private int requests;

        Losing(ModelData data, int count, int every) {
            this.data = data;
            this.every = every;
            starts = ClusterShard.starts(data, count);
            for (int i = 0; i < count; i++) shards.add(made(i));
        }

        private ClusterShard made(int i) {
            return new ClusterShard(data.rows(starts[i], starts[i + 1]), () -> {}, 1);
        }

        @Override
        public boolean lasting() {
            return false;
        }

        @Override
        public <R extends Serializable> List<R> ask(Request<ClusterShard, R> request) {
            requests++;
            if (every > 0 && requests % every == 0) {
                int lost = requests / every % shards.size();
                shards.set(lost, made(lost));
            }
            return Shards.here(shards).ask(request);
        }
    }

    /** What goes is small: it does not grow with the rows but for sums by run. */
    @Test
    void sizesOfMessages() {
        ModelData data = data("slopes");
        ClusterSums[] sums = new ClusterShard(data, () -> {}, 1).evaluate(1, point(data), false);
        assertThat(bytes(new ClusterRequest.Evaluation(1, point(data), false)).length)
                .isLessThan(400);
        assertThat(bytes(sums).length / sums.length).isLessThan(200);
    }

    static ModelData data(String model) {
        return switch (model) {
            case "plain" -> new SimulatedDesign(5000).data("poisson", "log", false);
            case "slopes" ->
                new SimulatedDesign(6000).slope("g", 300, "unstructured").data("binomial", "logit", false);
            case "quadrature" -> new SimulatedDesign(5000).intercept("g", 700).data("binomial", "logit", false);
            case "law" ->
                new SimulatedDesign(5000).law("gamma(log)").intercept("g", 90).data("poisson", "log", false);
            case "dispersion" -> new SimulatedDesign(5000).intercept("g", 150).data("Gamma", "log", true);
            case "merged" ->
                new SimulatedDesign(20000)
                        .binaryCovariates()
                        .intercept("g", 2500)
                        .data("binomial", "logit", false);
            default -> throw new IllegalArgumentException(model);
        };
    }

    private static double[] point(ModelData data) {
        double[] psi = new double[data.size()];
        Arrays.fill(psi, 0.3);
        return psi;
    }

    /** Values and gradients, modes searched for and on tangents, modes with all that belongs to them, and what is seen of it roughly. */
    private static double[] numbers(MarginalLikelihood likelihood, ModelData data) {
        List<double[]> numbers = new ArrayList<>();
        double[] psi = point(data);
        add(likelihood, psi, numbers);
        psi[0] += 0.1;
        MarginalLikelihood near = likelihood.near(psi);
        for (int k = 0; k < psi.length; k++) {
            double[] beside = psi.clone();
            beside[k] += 1e-3;
            add(near, beside, numbers);
        }
        add(likelihood, psi, numbers);
        for (ConditionalModes.Term term : likelihood.conditionalModes(psi).terms())
            for (double[][] part : List.of(term.b(), term.covariance(), term.slopes())) numbers.addAll(List.of(part));
        add(likelihood.rough(), psi, numbers);
        return numbers.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static void add(MarginalLikelihood likelihood, double[] psi, List<double[]> to) {
        double[] gradient = new double[psi.length];
        to.add(new double[] {likelihood.evaluate(psi, gradient)});
        to.add(gradient);
    }

    private static <S> Shards<S> asBytes(Shards<S> shards) {
        return new Shards<>() {
            @Override
            public <R extends Serializable> List<R> ask(Request<S, R> request) {
                List<R> results = new ArrayList<>();
                for (R result : shards.ask(copy(request))) results.add(copy(result));
                return results;
            }
        };
    }

    private static byte[] bytes(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked")
    private static <T> T copy(T value) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(value)))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A shard in a process of its own, which makes its rows itself. */
    static final class Far implements Shards<ClusterShard> {
        static Process start(String model, int shards, int shard) throws IOException {
            return new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Far.class.getName(),
                            model,
                            String.valueOf(shards),
                            String.valueOf(shard))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        public static void main(String[] args) throws Exception {
            ModelData data = data(args[0]);
            int[] starts = ClusterShard.starts(data, Integer.parseInt(args[1]));
            int number = Integer.parseInt(args[2]);
            ClusterShard shard = new ClusterShard(data.rows(starts[number], starts[number + 1]), () -> {}, 1);
            ObjectOutputStream out = new ObjectOutputStream(System.out);
            out.flush();
            ObjectInputStream in = new ObjectInputStream(System.in);
            while (true) {
                try {
                    @SuppressWarnings("unchecked")
                    Request<ClusterShard, ?> request = (Request<ClusterShard, ?>) in.readObject();
                    out.reset();
                    out.writeObject(request.answer(shard));
                    out.flush();
                } catch (EOFException end) {
                    return;
                }
            }
        }

        private final List<ObjectOutputStream> to = new ArrayList<>();
        private final List<ObjectInputStream> from = new ArrayList<>();

        Far(List<Process> processes) throws IOException {
            for (Process process : processes) {
                to.add(new ObjectOutputStream(process.getOutputStream()));
                to.get(to.size() - 1).flush();
                from.add(new ObjectInputStream(process.getInputStream()));
            }
        }

        @Override
        public <R extends Serializable> List<R> ask(Request<ClusterShard, R> request) {
            try {
                for (ObjectOutputStream out : to) {
                    // an array that was sent before may have other numbers now
                    out.reset();
                    out.writeObject(request);
                    out.flush();
                }
                List<R> results = new ArrayList<>();
                for (ObjectInputStream in : from) {
                    @SuppressWarnings("unchecked")
                    R result = (R) in.readObject();
                    results.add(result);
                }
                return results;
            } catch (IOException | ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
