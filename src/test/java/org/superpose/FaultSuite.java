package org.superpose;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Marks tests of faults that {@code mvn -Pfaults verify} runs and the build of every commit leaves out, because others of their kind are in it. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "superpose.faults", matches = "true", disabledReason = "mvn -Pfaults verify runs it")
public @interface FaultSuite {}
