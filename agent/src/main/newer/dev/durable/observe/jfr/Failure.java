package dev.durable.observe.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Failure")
@Label("Failure")
@Description("A call on a protected file has failed")
final class Failure extends FileEvent {
  @Label("Error")
  String error;
}
