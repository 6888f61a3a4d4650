package org.glmmsql.likelihood;

import java.io.Serializable;

/**
 * What is asked of every shard: a small value that goes to where a shard's rows are.
 *
 * @param <S> the shard
 * @param <R> its result, that is sent back
 */
interface Request<S, R extends Serializable> extends Serializable {
    R answer(S shard);
}
