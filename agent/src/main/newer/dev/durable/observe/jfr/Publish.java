package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Publish")
@Label("Publication at the Stage Limit")
@Description("A stream was open for so long that its file was published")
final class Publish extends FileEvent {}
