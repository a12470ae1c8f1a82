package org.superpose;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a class of tests that starts Spark, a browser or other processes, or takes more than a few seconds. {@code mvn test} leaves such
 * classes out, {@code mvn verify} runs them after the others, and {@code mvn test -Dtest=NAME} runs any class that is named.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("slow")
public @interface Slow {}
