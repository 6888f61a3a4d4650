package org.glmmsql.design;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The response as the families see it.
 *
 * @param name as printed
 * @param y n values: numbers; 0/1 for a two-level factor or boolean; successes / trials for counts of successes; the number of an
 *     ordered category
 * @param trials n numbers of trials for {@code cbind(s, f)} or {@code s / t}; null for a plain response,
 *     and where {@code weights =} says how many trials a proportion has
 * @param binary whether the response came as two levels or booleans
 * @param levels names of the ordered categories that occur, which y numbers from 1; of two levels of text, which y numbers from 0; empty for
 *     any other response
 */
public record Response(String name, double[] y, double @Nullable [] trials, boolean binary, List<String> levels) {
    /** One that is no ordered category. */
    public Response(String name, double[] y, double @Nullable [] trials, boolean binary) {
        this(name, y, trials, binary, List.of());
    }

    /** Names of the thresholds between ordered categories, {@code low|mid}. */
    public static List<String> thresholds(List<String> levels) {
        return IntStream.range(1, levels.size())
                .mapToObj(j -> levels.get(j - 1) + "|" + levels.get(j))
                .toList();
    }
}
