package org.glmmsql.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.glmmsql.study.RandomModelVerdict.Judge;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whether {@code ok} means the maximum, over ordinary random models. The long study writes the table that is kept:
 * {@code mvn -q -B -Pslow test -Dtest=RandomModelsTest}.
 */
class RandomModelsTest {
    private static final long SEED = 20261128;
    private static final int MODELS = 5000;
    /** A stretch without any of the one in sixty that do not converge. */
    private static final int FIRST_OF_FEW = 100;

    private static final int FEW = 66;
    /** Families of these few: densities of the others cost up to a hundred times as much. */
    private static final List<String> CHEAP =
            List.of("gaussian", "binomial", "poisson", "Gamma", "inverse.gaussian", "nbinom2");

    /** One model in so many is fitted to its response in other units too. */
    private static final int UNITS_EVERY = 5;

    private static final Path TABLE = Path.of("integration-tests/random-models.md");

    @Test
    @Tag("slow")
    void okMeansTheMaximum() throws Exception {
        int models = Integer.getInteger("models", MODELS);
        int first = Integer.getInteger("first", 0);
        List<RandomModelVerdict> verdicts = judge(IntStream.range(first, first + models));
        if (models == MODELS) write(verdicts);
        Path faults = Path.of("target/random-models.txt");
        List<String> lines = new ArrayList<>();
        for (RandomModelVerdict v : verdicts)
            if (!v.faults().isEmpty() || v.status().equals("not_converged"))
                lines.add(v.model().number() + " | " + v.model().rows() + " | "
                        + v.model().text() + " | " + v.status() + (v.singular() ? " singular" : "") + " | "
                        + v.faults());
        Files.write(faults, lines);
        check(verdicts);
    }

    @Test
    void okMeansTheMaximumOfAFew() throws Exception {
        check(judge(IntStream.iterate(FIRST_OF_FEW, number -> number + 1)
                .filter(number -> CHEAP.contains(RandomModels.LINKS.get(number % RandomModels.LINKS.size())[0]))
                .limit(FEW)));
    }

    @Test
    void modelsAreReproducible() {
        assertThat(RandomModels.draw(SEED, 7)).usingRecursiveComparison().isEqualTo(RandomModels.draw(SEED, 7));
        assertThat(RandomModels.draw(SEED, 7).csv())
                .isNotEqualTo(RandomModels.draw(SEED, 29).csv());
    }

    private static List<RandomModelVerdict> judge(IntStream numbers) throws InterruptedException, ExecutionException {
        int[] all = numbers.toArray();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            AtomicInteger done = new AtomicInteger();
            List<Callable<RandomModelVerdict>> work = new ArrayList<>();
            for (int number : all) {
                work.add(() -> {
                    RandomModel model = RandomModels.draw(SEED, number);
                    RandomModelVerdict verdict;
                    try {
                        verdict = RandomModelVerdict.of(model, number / RandomModels.LINKS.size() % UNITS_EVERY == 0);
                    } catch (RuntimeException e) {
                        throw new IllegalStateException("model " + number + ", " + model.text(), e);
                    }
                    int count = done.incrementAndGet();
                    if (count % 250 == 0) System.out.println(count + " of " + all.length + " random models");
                    return verdict;
                });
            }
            List<RandomModelVerdict> verdicts = new ArrayList<>();
            for (var future : threads.invokeAll(work)) verdicts.add(future.get());
            return verdicts;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void check(List<RandomModelVerdict> verdicts) {
        List<String> faults = new ArrayList<>();
        int unfinished = 0;
        for (RandomModelVerdict v : verdicts) {
            if (!v.faults().isEmpty())
                faults.add(v.model().number() + " " + v.model().text() + ": " + v.faults());
            if (v.status().equals("not_converged")) unfinished++;
        }
        assertThat(faults).isEmpty();
        assertThat((double) unfinished / verdicts.size())
                .as("share of not_converged")
                .isLessThan(0.02);
    }

    private static void write(List<RandomModelVerdict> verdicts) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# Random models",
                verdicts.size()
                        + " ordinary random models of 20 to 2,000 rows: structures, laws of random effects, methods, offsets, weights, models",
                "of the dispersion and units of the response drawn at random, data from the model or another one. Made by",
                "`mvn -q -B -Pslow test -Dtest=RandomModelsTest`.",
                "",
                "below GLM, below smaller: fits called ok whose log-likelihood is more than 1e-4 below the one of the model without random",
                "effects, with one term or slope fewer; other: too few groups, constant response, not identified, errors; faults: what the other",
                "judges found (standard errors, variances, gradient, units); seconds: processor time of the longest fit, of fewer than 100 rows.",
                "",
                "| family | link | models | ok | singular | separation | not_converged | other | below GLM | below smaller | faults | seconds | < 100 rows |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|---|"));
        Map<String, List<RandomModelVerdict>> byLink = new TreeMap<>();
        for (RandomModelVerdict v : verdicts)
            byLink.computeIfAbsent(v.model().family() + " | " + v.model().link(), k -> new ArrayList<>())
                    .add(v);
        byLink.forEach((link, some) -> lines.add(row(link, some)));
        lines.add(row("all |", verdicts));
        Files.write(TABLE, lines);
    }

    private static String row(String name, Collection<RandomModelVerdict> verdicts) {
        long ok = count(verdicts, v -> v.status().equals("ok"));
        long separation = count(verdicts, v -> v.status().equals("separation"));
        long unfinished = count(verdicts, v -> v.status().equals("not_converged"));
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %.2f | %.2f |",
                name,
                verdicts.size(),
                ok,
                count(verdicts, RandomModelVerdict::singular),
                separation,
                unfinished,
                verdicts.size() - ok - separation - unfinished,
                count(verdicts, v -> v.faults().containsKey(Judge.BELOW_GLM)),
                count(verdicts, v -> v.faults().containsKey(Judge.BELOW_SMALLER)),
                count(
                        verdicts,
                        v -> v.faults().keySet().stream()
                                .anyMatch(j -> j != Judge.BELOW_GLM && j != Judge.BELOW_SMALLER)),
                verdicts.stream().mapToDouble(RandomModelVerdict::seconds).max().orElse(0),
                verdicts.stream()
                        .filter(v -> v.model().rows() < 100)
                        .mapToDouble(RandomModelVerdict::seconds)
                        .max()
                        .orElse(0));
    }

    private static long count(Collection<RandomModelVerdict> verdicts, Predicate<RandomModelVerdict> which) {
        return verdicts.stream().filter(which).count();
    }
}
