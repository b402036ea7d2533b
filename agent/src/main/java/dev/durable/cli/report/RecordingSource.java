package dev.durable.cli.report;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a recording; by a class that only a JDK with a flight recorder can load. */
public interface RecordingSource {

  /** Adds all of the agent's events in a recording to {@code findings}. */
  void readInto(Findings findings, Path recording) throws IOException;

  /**
   * The one of this JDK.
   *
   * @throws ClassNotFoundException if it has none
   */
  static RecordingSource ofThisJdk() throws ClassNotFoundException {
    try {
      Class.forName("jdk.jfr.consumer.RecordingFile");
      return (RecordingSource)
          Class.forName("dev.durable.cli.report.FlightRecording")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ClassNotFoundException e) {
      throw e;
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ClassNotFoundException(e.toString(), e);
    }
  }
}
