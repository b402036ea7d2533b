package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.NameChange")
@Label("Name Change")
@Description("A name was made or removed, and its directory forced")
final class NameChange extends FileEvent {}
