package org.glmmsql.engine.spark;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** An interface of JDBC over an object that has those of its methods which are offered here; the others say that they are not. */
final class Facade {
    private Facade() {}

    static <T extends Wrapper> T of(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                Facade.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(type, target, method, arguments)));
    }

    private static @Nullable Object call(
            Class<?> type, Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "unwrap":
                return ((Class<?>) arguments[0]).cast(target);
            case "isWrapperFor":
                return ((Class<?>) arguments[0]).isInstance(target);
            default:
                break;
        }
        try {
            return target.getClass()
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(target, arguments);
        } catch (NoSuchMethodException e) {
            throw new SQLFeatureNotSupportedException(
                    "Spark in this process has no " + type.getSimpleName() + "." + method.getName(), e);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
