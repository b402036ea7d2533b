package dev.durable.tests.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test class whose quick part runs in each build, and whose long form, of {@code mvn verify
 * -Pevidence}, writes a chapter of docs/evidence.md.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("evidence")
public @interface Instrument {}
