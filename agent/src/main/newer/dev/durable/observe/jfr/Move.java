package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Move")
@Label("Move")
@Description("A file or directory was moved, and the move forced")
final class Move extends FileEvent {
  @Label("Source")
  String source;
}
