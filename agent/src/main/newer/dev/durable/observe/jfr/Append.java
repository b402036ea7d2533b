package dev.durable.observe.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Append")
@Label("Append")
@Description("A file was appended to in one call, and forced")
final class Append extends FileEvent {
  @Label("Bytes")
  @DataAmount
  long bytes;
}
