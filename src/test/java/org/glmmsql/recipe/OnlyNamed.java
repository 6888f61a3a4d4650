package org.glmmsql.recipe;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Of the tests of everything registered, those of one entry: where the parameter is set, others are passed over. */
public final class OnlyNamed implements InvocationInterceptor {
    static final String WORD = "org.glmmsql.only";

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext context, ExtensionContext extension)
            throws Throwable {
        proceed(invocation, extension);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        proceed(invocation, extension);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> context, ExtensionContext extension)
            throws Throwable {
        proceed(invocation, extension);
    }

    private static void proceed(Invocation<Void> invocation, ExtensionContext extension) throws Throwable {
        if (extension
                .getConfigurationParameter(WORD)
                .map(extension.getDisplayName()::contains)
                .orElse(true)) {
            invocation.proceed();
        } else {
            invocation.skip();
        }
    }
}
