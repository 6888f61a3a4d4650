package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The design of some of the rows: columns that depend on earlier ones among them are dropped, levels without rows too. */
public final class RowSubset {
    private final int[] rows;
    private final Runnable cancellation;

    private RowSubset(BitSet keep, Runnable cancellation) {
        this.cancellation = cancellation;
        this.rows = keep.stream().toArray();
    }

    /**
     * @param keep row numbers of the design
     * @param cancellation throws to stop the work
     */
    public static Design of(Design design, BitSet keep, Runnable cancellation) {
        return new RowSubset(keep, cancellation).restrict(design);
    }

    private Design restrict(Design design) {
        Response response = design.response();
        List<RandomDesign> random = new ArrayList<>();
        for (RandomDesign term : design.random()) random.add(restrict(term));
        return new Design(
                rows.length,
                design.dropped(),
                new Response(
                        response.name(),
                        gather(response.y()),
                        gatherOrNull(response.trials()),
                        response.binary(),
                        response.levels()),
                gatherOrNull(design.weights()),
                design.predictors().stream().map(this::restrict).toList(),
                List.copyOf(random),
                design.recipe(),
                design.grid(),
                design.notes());
    }

    private PredictorDesign restrict(PredictorDesign predictor) {
        return new PredictorDesign(
                predictor.parameter(), gatherOrNull(predictor.offset()), restrict(predictor.fixed()), predictor.held());
    }

    private FixedDesign restrict(FixedDesign x) {
        double[][] columns = Arrays.stream(x.columns()).map(this::gather).toArray(double[][]::new);
        boolean intercept = !x.names().isEmpty() && x.names().get(0).equals(ModelMatrix.INTERCEPT);
        FixedDesign kept = DependentColumns.reduce(columns, x.names(), rows.length, intercept, cancellation);
        // how those dropped before depend on what is left now is not worth knowing: nothing is predicted from a subset
        return new FixedDesign(kept.names(), kept.columns(), x.allNames(), List.of());
    }

    private RandomDesign restrict(RandomDesign term) {
        int[] number = new int[term.m()];
        Arrays.fill(number, -1);
        for (int row : rows) number[term.level()[row]] = 0;
        List<String> levels = new ArrayList<>();
        for (int l = 0; l < number.length; l++)
            if (number[l] == 0) {
                number[l] = levels.size();
                levels.add(term.levels().get(l));
            }
        int[] level = Arrays.stream(rows).map(row -> number[term.level()[row]]).toArray();
        double[][] z = Arrays.stream(term.z()).map(this::gather).toArray(double[][]::new);
        return new RandomDesign(
                term.group(),
                List.copyOf(levels),
                level,
                term.terms(),
                z,
                term.label(),
                term.structure(),
                term.law(),
                term.parameter());
    }

    private double[] gather(double[] column) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }

    private double @Nullable [] gatherOrNull(double @Nullable [] column) {
        return column == null ? null : gather(column);
    }
}
