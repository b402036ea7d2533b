package dev.durable.observe.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.durable.UnsafeWrite")
@Label("Unsafe Write")
@Description("In an audit: a change that a crash could have undone or torn")
@Category("Durable")
@StackTrace(true)
final class UnsafeWrite extends Event {
  @Label("Path")
  String path;

  @Label("Kind")
  String kind;

  @Label("Remedy")
  @Description("What the agent would do")
  String remedy;

  @Label("Forced")
  @Description("Whether the application has forced it")
  boolean forced;
}
