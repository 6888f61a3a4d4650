package org.glmmsql.likelihood;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one model, in pieces that each keep theirs, in this process or in others. Only requests go to them, and only results come
 * back.
 *
 * @param <S> a shard
 */
interface Shards<S> {
    /** Asks every shard. @return the results in the order of the rows */
    <R extends Serializable> List<R> ask(Request<S, R> request);

    /**
     * Whether every shard lives as long as the fit. One that may be lost and made again from its rows answers by the request alone, so that
     * a loss changes no bit.
     */
    default boolean lasting() {
        return true;
    }

    /** Shards of this process, which work one after the other, each with its threads. */
    static <S> Shards<S> here(List<S> shards) {
        return new Shards<>() {
            @Override
            public <R extends Serializable> List<R> ask(Request<S, R> request) {
                List<R> results = new ArrayList<>();
                for (S shard : shards) results.add(request.answer(shard));
                return results;
            }
        };
    }
}
