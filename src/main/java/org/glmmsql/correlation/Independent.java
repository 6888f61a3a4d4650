package org.glmmsql.correlation;

import java.util.List;

/** None. */
final class Independent extends Chain {
    private final Place place;

    Independent(Place place) {
        this.place = place;
    }

    @Override
    public boolean isLinear(boolean ownScales) {
        return true;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of();
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {}

    @Override
    public List<Told> told(Extent extent) {
        return List.of();
    }

    @Override
    void neighbours(Places places, Extent extent, int i, double[] theta, int from, Neighbours to) {
        to.rest = 1;
    }
}
