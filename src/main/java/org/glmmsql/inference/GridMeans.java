package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.inference.Frequencies.Weights;
import org.glmmsql.inference.GridOptions.Average;
import org.glmmsql.inference.GridOptions.Type;

/** Means, or slopes, at the levels of some variables of a reference grid: each a weighted mean over the rows of the grid that have them. */
final class GridMeans {
    private static final double STEP = 0.01;

    private final MeanPredictor mean;
    private final GridOptions options;
    private final Grid grid;
    private final List<Integer> by;
    private final List<Integer> spec;
    private final List<Integer> averaged;
    private final Frequencies frequencies;

    /** One of them. @param by the levels by which it is done, and {@code levels} these and its own, as JSON objects */
    record Cell(String label, String levels, String by, Quantity quantity) {}

    /** @param spec its names may be none, for slopes @throws GlmmException what {@link Grid#of} says; NOT_APPLICABLE for a number without values */
    GridMeans(MeanPredictor mean, Spec spec, List<String> names, GridOptions options) {
        this.mean = mean;
        this.options = options;
        grid = Grid.of(mean, options.at(), options.offset());
        this.spec = names.stream().map(this::named).toList();
        by = spec.by().stream().map(this::named).toList();
        averaged = IntStream.range(0, grid.axes().size())
                .filter(a -> !this.spec.contains(a) && !by.contains(a))
                .boxed()
                .toList();
        frequencies = new Frequencies(mean.model);
        if (options.type() == Type.RESPONSE && !mean.model.recipe().categories().isEmpty()) {
            throw GridOptions.notApplicable(
                    "an ordered response has no mean; use type = link, or glmm_predict with type = prob for probabilities");
        }
    }

    private int named(String name) {
        int a = grid.axis(name);
        Axis axis = grid.axes().get(a);
        boolean given = options.at().containsKey(axis.name());
        if (!axis.variable().isFactor() && !given) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "'" + Excerpt.of(axis.name())
                            + "' is a number, which has no levels; say where it stands, as in at = (" + axis.name()
                            + ": 1, 2), or ask glmm_slopes for its slope");
        }
        return a;
    }

    /** Means of the linear predictor or of the response: by the levels of {@code by}, and within by those of the others. */
    List<Cell> means() {
        Quantity[] rows = grid.rows(-1, 0);
        if (options.average() == Average.RESPONSE) {
            rows = Arrays.stream(rows).map(this::response).toArray(Quantity[]::new);
        }
        return cells(rows);
    }

    /** Slopes by a number. @throws GlmmException COLUMN_TYPE for a factor */
    List<Cell> slopes(String number) {
        int moved = grid.axis(number);
        Axis axis = grid.axes().get(moved);
        if (axis.variable().isFactor()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "'" + Excerpt.of(number)
                            + "' is a factor, which has no slope; ask glmm_contrasts for differences of its levels");
        }
        Quantity[] slopes = slopes(axis, moved);
        if (options.type() == Type.RESPONSE) {
            Quantity[] rows = grid.rows(-1, 0);
            for (int i = 0; i < rows.length; i++) {
                slopes[i] = ofResponse(rows[i], slopes[i]);
            }
        }
        return cells(slopes);
    }

    /** d mu / d x = mu'(eta) d eta / d x. */
    private Quantity ofResponse(Quantity row, Quantity slope) {
        double first = mean.link.muEta(row.value());
        double second = Extrapolation.derivative(mean.link::muEta, row.value());
        double[] gradient = new double[mean.columns()];
        Arrays.setAll(gradient, j -> second * slope.value() * row.gradient()[j] + first * slope.gradient()[j]);
        String note = mean.notEstimable(row.gradient());
        return new Quantity(
                first * slope.value(), gradient, note.isEmpty() ? mean.notEstimable(slope.gradient()) : note);
    }

    private Quantity[] slopes(Axis axis, int moved) {
        double step = axis.sd() > 0 ? STEP * axis.sd() : STEP;
        try {
            return slopes(moved, step);
        } catch (GlmmException e) {
            double least = Arrays.stream(axis.numbers()).map(Math::abs).min().orElse(0);
            if (e.code() != ErrorCode.NOT_FINITE || least == 0) {
                throw e;
            }
            return slopes(moved, Math.min(step, STEP * least)); // so near to the end of where log(x) is
        }
    }

    /** Central differences of columns, extrapolated to a step of 0; exact but for rounding where columns are polynomials. */
    private Quantity[] slopes(int moved, double step) {
        List<Quantity[]> differences = new ArrayList<>();
        for (double h : Extrapolation.steps(step)) {
            Quantity[] above = grid.rows(moved, h);
            Quantity[] below = grid.rows(moved, -h);
            Quantity[] slopes = new Quantity[above.length];
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] = Quantity.sum(List.of(above[i], below[i]), new double[] {0.5 / h, -0.5 / h}, mean.columns());
            }
            differences.add(slopes);
        }
        Quantity[] result = new Quantity[grid.size()];
        for (int i = 0; i < result.length; i++) {
            int row = i;
            result[i] =
                    Quantity.sum(differences.stream().map(d -> d[row]).toList(), Extrapolation.WEIGHTS, mean.columns());
        }
        return result;
    }

    /** Through the link; what is not estimable on its scale is not here. */
    Quantity response(Quantity link) {
        double[] gradient = link.gradient().clone();
        double slope = mean.link.muEta(link.value());
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] *= slope;
        }
        String note = link.note().isEmpty() ? mean.notEstimable(link.gradient()) : link.note();
        return new Quantity(mean.link.mu(link.value()), gradient, note);
    }

    private List<Cell> cells(Quantity[] rows) {
        List<Integer> axes = Stream.concat(spec.stream(), by.stream()).toList();
        Map<List<Integer>, List<Integer>> members = new LinkedHashMap<>();
        places(axes).forEach(place -> members.put(place, new ArrayList<>()));
        for (int i = 0; i < rows.length; i++) {
            int[] place = grid.place(i);
            members.get(axes.stream().map(a -> place[a]).toList()).add(i);
        }
        List<Cell> cells = new ArrayList<>();
        members.forEach((place, members1) -> cells.add(new Cell(
                label(axes, place),
                levels(axes, place),
                levels(by, place.subList(spec.size(), place.size())),
                average(rows, members1))));
        return cells;
    }

    /** All combinations, the first axis fastest. */
    private List<List<Integer>> places(List<Integer> axes) {
        List<List<Integer>> places = List.of(List.of());
        for (int k = axes.size() - 1; k >= 0; k--) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> rest : places) {
                for (int level = 0; level < grid.axes().get(axes.get(k)).size(); level++) {
                    longer.add(Stream.concat(Stream.of(level), rest.stream()).toList());
                }
            }
            places = longer;
        }
        return places;
    }

    private Quantity average(Quantity[] rows, List<Integer> members) {
        double[] weights = members.stream().mapToDouble(this::weight).toArray();
        double sum = Arrays.stream(weights).sum();
        if (sum == 0) {
            return new Quantity(
                    Double.NaN, new double[mean.columns()], "no rows of the fit have these levels to weigh by");
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return Quantity.sum(members.stream().map(i -> rows[i]).toList(), weights, mean.columns());
    }

    private double weight(int row) {
        if (options.weights() == Weights.EQUAL) {
            return 1;
        }
        int[] place = grid.place(row);
        List<Integer> free = averaged.stream().filter(this::isFactor).toList();
        List<Integer> fixed =
                Stream.concat(spec.stream(), by.stream()).filter(this::isFactor).toList();
        return frequencies.weight(
                options.weights(), factors(free), levelsAt(free, place), factors(fixed), levelsAt(fixed, place));
    }

    private boolean isFactor(int a) {
        return grid.axes().get(a).variable().isFactor();
    }

    private List<String> factors(List<Integer> axes) {
        return axes.stream()
                .map(a -> String.valueOf(grid.axes().get(a).variable().factor()))
                .toList();
    }

    private List<Integer> levelsAt(List<Integer> axes, int[] place) {
        return axes.stream()
                .map(a -> (int) grid.axes().get(a).numbers()[place[a]])
                .toList();
    }

    /** The names of the levels one after the other, without those of {@code by}. */
    private String label(List<Integer> axes, List<Integer> place) {
        return String.join(
                " ",
                IntStream.range(0, spec.size())
                        .mapToObj(k -> grid.axes().get(axes.get(k)).labels().get(place.get(k)))
                        .toList());
    }

    private String levels(List<Integer> axes, List<Integer> place) {
        Map<String, Object> levels = new LinkedHashMap<>();
        for (int k = 0; k < axes.size(); k++) {
            Axis axis = grid.axes().get(axes.get(k));
            Object level = axis.labels().get(place.get(k));
            boolean number = !axis.variable().isFactor() && axis.kind().equals("number");
            levels.put(axis.name(), number ? (Object) axis.numbers()[place.get(k)] : level);
        }
        return Levels.json(levels);
    }
}
