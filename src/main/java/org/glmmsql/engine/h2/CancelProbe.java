package org.glmmsql.engine.h2;

import java.sql.Connection;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;

/** Sees cancel, query timeout and the end of the session. H2 has no public way to ask, so this uses what its own loops ask. */
final class CancelProbe {
    private CancelProbe() {}

    /** Throws CANCELLED when the statement was; does nothing with an H2 whose inside is not the one known. */
    static Runnable of(Connection connection) {
        try {
            SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
            Prepared prepared = session.prepare("SELECT 1");
            return () -> check(prepared);
        } catch (LinkageError | ClassCastException e) {
            return () -> {};
        }
    }

    private static void check(Prepared prepared) {
        try {
            prepared.checkCanceled();
        } catch (DbException e) {
            throw new GlmmException(
                    ErrorCode.CANCELLED, "the fit was cancelled or its query timeout is over; nothing was changed", e);
        }
    }
}
