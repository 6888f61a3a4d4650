package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.design.GridVariable;
import org.glmmsql.design.ReferenceVariable;
import org.glmmsql.design.ScoringDesign;
import org.glmmsql.design.ScoringRows;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.Spread;

/**
 * The reference grid of a model: all combinations of the levels of the factors of its mean, numbers at their mean over the rows of the fit or
 * where a call puts them. Expressions of a number, such as I(x^2), are those of its value here.
 */
final class Grid {
    private static final int MOST_ROWS = 100_000;

    private final MeanPredictor mean;
    private final ScoringDesign design;
    private final List<Axis> axes;
    private final double offset; // NaN for that of the variables
    private final int size;

    private Grid(MeanPredictor mean, List<Axis> axes, double offset) {
        this.mean = mean;
        this.axes = axes;
        this.offset = offset;
        double rows = axes.stream().mapToDouble(Axis::size).reduce(1, (a, b) -> a * b);
        if (rows > MOST_ROWS) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the reference grid has " + (long) rows + " combinations of levels, at most " + MOST_ROWS
                            + " are made; hold factors at a level, as with at = ("
                            + axes.get(0).name() + ": '"
                            + axes.get(0).labels().get(0) + "')");
        }
        size = (int) rows;
        design = ScoringDesign.compile(
                mean.spec,
                mean.model.recipe(),
                mean.spec.formula().random().stream()
                        .map(part -> List.<String>of())
                        .toList(),
                RandomPart.MEAN);
    }

    /**
     * @param at values of numbers, and levels that factors keep, by name
     * @param offset instead of that of the model text; NaN for that
     * @throws GlmmException UNKNOWN_COLUMN, UNKNOWN_LEVEL, BAD_OPTION_VALUE for what {@code at} names; NOT_APPLICABLE for a model that does
     *     not keep where its variables lay; LIMIT
     */
    static Grid of(MeanPredictor mean, Map<String, List<String>> at, double offset) {
        List<GridVariable> variables = GridVariable.of(mean.spec, mean.model.recipe());
        Map<String, ReferenceVariable> known = new LinkedHashMap<>();
        mean.model.grid().variables().forEach(variable -> known.put(variable.name(), variable));
        for (String name : at.keySet()) {
            if (variables.stream().noneMatch(variable -> isNamed(variable, name))) {
                throw unknown(name, variables);
            }
        }
        List<Axis> axes = new ArrayList<>();
        for (GridVariable variable : variables) {
            ReferenceVariable reference = known.get(variable.name());
            if (reference == null) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "the model was stored by a version of glmm-sql that did not keep where its variables lay, so that there is no"
                                + " reference grid; fit it again");
            }
            List<String> given = at.entrySet().stream()
                    .filter(entry -> isNamed(variable, entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(List.of());
            axes.add(variable.isFactor() ? factor(variable, reference, given) : number(variable, reference, given));
        }
        return new Grid(mean, axes, offset);
    }

    private static boolean isNamed(GridVariable variable, String name) {
        return name.equals(variable.name()) || name.equals(variable.factor());
    }

    private static Axis factor(GridVariable variable, ReferenceVariable reference, List<String> given) {
        List<String> levels = variable.levels();
        for (String level : given) {
            if (!levels.contains(level)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_LEVEL,
                        "'" + Excerpt.of(variable.name()) + "' has no level '" + Excerpt.of(level) + "'; known: "
                                + Excerpt.list(levels));
            }
        }
        List<String> labels = given.isEmpty() ? levels : given;
        return new Axis(
                variable,
                reference.kind(),
                0,
                labels,
                labels.stream().mapToDouble(levels::indexOf).toArray());
    }

    private static Axis number(GridVariable variable, ReferenceVariable reference, List<String> given) {
        Spread spread = reference.spread();
        if (spread == null) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "the text '" + Excerpt.of(variable.name())
                            + "' is part of an expression only, so that the model does not keep its levels and there is no reference grid; make a column of the expression and fit with it");
        }
        double[] values = given.isEmpty()
                ? new double[] {spread.mean()}
                : given.stream()
                        .mapToDouble(text -> value(variable, reference.kind(), text))
                        .toArray();
        NumericColumn.Kind kind = Axis.kind(reference.kind());
        return new Axis(
                variable,
                reference.kind(),
                spread.sd(),
                Arrays.stream(values).mapToObj(kind::label).toList(),
                values);
    }

    private static double value(GridVariable variable, String kind, String text) {
        double value = Axis.parse(kind, text);
        if (!Double.isFinite(value)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option at has '" + Excerpt.of(text) + "' for '" + Excerpt.of(variable.name()) + "', which is a "
                            + kind + "; write at = (" + variable.name() + ": "
                            + (kind.equals("date") ? "2026-01-31" : "1")
                            + ")");
        }
        return value;
    }

    private static GlmmException unknown(String name, List<GridVariable> variables) {
        List<String> known = variables.stream().map(GridVariable::name).toList();
        return new GlmmException(
                ErrorCode.UNKNOWN_COLUMN,
                "the mean of the model does not depend on '" + Excerpt.of(name) + "'; "
                        + (known.isEmpty() ? "it has no variables" : Suggestion.among(name, known)));
    }

    List<Axis> axes() {
        return axes;
    }

    /** Number of rows. */
    int size() {
        return size;
    }

    /** The number of an axis, by the name of its variable or factor. @throws GlmmException UNKNOWN_COLUMN */
    int axis(String name) {
        return IntStream.range(0, axes.size())
                .filter(a -> isNamed(axes.get(a).variable(), name))
                .findFirst()
                .orElseThrow(
                        () -> unknown(name, axes.stream().map(Axis::variable).toList()));
    }

    /** Where a row stands on each axis; the first varies fastest. */
    int[] place(int row) {
        int[] place = new int[axes.size()];
        int rest = row;
        for (int a = 0; a < place.length; a++) {
            place[a] = rest % axes.get(a).size();
            rest /= axes.get(a).size();
        }
        return place;
    }

    /** All rows, with one variable moved. @param moved number of an axis, or -1 */
    Quantity[] rows(int moved, double shift) {
        List<Column> columns = new ArrayList<>();
        for (String name : design.variables()) {
            int a = IntStream.range(0, axes.size())
                    .filter(k -> axes.get(k).name().equals(name))
                    .findFirst()
                    .orElse(-1);
            columns.add(a < 0 ? Axis.missing(name, size) : column(a, a == moved ? shift : 0));
        }
        ScoringRows rows = design.bind(columns, size);
        Quantity[] quantities = new Quantity[size];
        for (int i = 0; i < size; i++) {
            double[] x = new double[mean.columns()];
            rows.fixed(i, x);
            double known = Double.isNaN(offset) ? rows.offset(i) : offset;
            quantities[i] = new Quantity(known + mean.eta(x), x);
        }
        return quantities;
    }

    private Column column(int a, double shift) {
        Axis axis = axes.get(a);
        int stride = axes.subList(0, a).stream().mapToInt(Axis::size).reduce(1, (s, t) -> s * t);
        int[] places = new int[size];
        Arrays.setAll(places, i -> i / stride % axis.size());
        return axis.column(places, shift);
    }
}
