package dev.durable.observe.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

@Name("dev.durable.Replace")
@Label("Replacement")
@Description("A protected file was replaced by a new version, or created whole")
final class Replace extends FileEvent {
  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Staged")
  @Description("Whether a stream or channel has written it")
  boolean staged;

  @Label("Created")
  @Description("Whether there must not have been a file of that name")
  boolean created;
}
