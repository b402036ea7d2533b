package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.InPlace")
@Label("Write in Place for an Obstacle")
@Description("A file could not be replaced, and was written in place")
final class InPlace extends FileEvent {
  @Label("Obstacle")
  String obstacle;

  @Label("Reason")
  String reason;

  @Label("Safety Copy")
  @Description("Whether a complete copy stood by")
  boolean safetyCopy;
}
