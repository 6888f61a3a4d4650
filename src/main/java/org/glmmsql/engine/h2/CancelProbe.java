package org.glmmsql.engine.h2;

import java.sql.Connection;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/**
 * Sees cancel, query timeout and the end of the session. H2 has no public way to ask, so this uses what its own loops ask. H2 tells it
 * once, to the thread that happens to ask; a fit has several, so what was seen is kept for all. Thread-safe.
 */
final class CancelProbe implements Runnable {
    private final Prepared prepared;
    private volatile @Nullable DbException cancelled;

    private CancelProbe(Prepared prepared) {
        this.prepared = prepared;
    }

    /** Throws CANCELLED when the statement was; does nothing with an H2 whose inside is not the one known. */
    static Runnable of(Connection connection) {
        try {
            SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
            return new CancelProbe(session.prepare("SELECT 1"));
        } catch (LinkageError | ClassCastException e) {
            return () -> {};
        }
    }

    @Override
    public void run() {
        DbException seen = cancelled;
        if (seen == null) {
            try {
                prepared.checkCanceled();
                return;
            } catch (DbException e) {
                cancelled = seen = e;
            }
        }
        throw new GlmmException(
                ErrorCode.CANCELLED, "the fit was cancelled or its query timeout is over; nothing was changed", seen);
    }
}
