package org.glmmsql.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the {@link Jet}s of one row live: Taylor expansions in K variables, truncated after the third order. The room of a row is used
 * again for the next, so that nothing is allocated per row.
 */
final class JetSpace {
    final JetLayout layout;
    private final List<Jet> jets = new ArrayList<>();
    private int used;

    JetSpace(JetLayout layout) {
        this.layout = layout;
    }

    /** The next row: jets of the last one are gone. */
    void clear() {
        used = 0;
    }

    /** A jet whose numbers are those of some earlier one. */
    Jet next() {
        if (used == jets.size()) {
            jets.add(new Jet(this, new double[Want.places(layout.variables())]));
        }
        Jet jet = jets.get(used++);
        jet.constant = false;
        return jet;
    }

    Jet constant(double value) {
        Jet jet = next();
        Arrays.fill(jet.d, 0);
        jet.d[0] = value;
        jet.constant = true;
        return jet;
    }

    /** @param variable number of the variable; none if negative */
    Jet variable(int variable, double value) {
        Jet jet = constant(value);
        if (variable >= 0) {
            jet.d[layout.first[variable]] = 1;
            jet.constant = false;
        }
        return jet;
    }
}
