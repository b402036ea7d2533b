package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Force")
@Label("Force in Place")
@Description("A file that was written in place was closed, and forced")
final class Force extends FileEvent {}
