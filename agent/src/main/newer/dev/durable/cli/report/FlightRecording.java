package dev.durable.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Reads a recording by the JDK's own reader. */
final class FlightRecording implements RecordingSource {
  private static final String PREFIX = "dev.durable.";

  @Override
  public void readInto(Findings findings, Path recording) throws IOException {
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        Instant at = event.getStartTime();
        findings.covers(at.toEpochMilli());
        if (event.getEventType().getName().startsWith(PREFIX)) {
          findings.add(happening(event));
        }
      }
    }
  }

  private static Happening happening(RecordedEvent event) {
    Happening one = new Happening();
    one.type = event.getEventType().getName().substring(PREFIX.length());
    one.path = event.getString("path");
    one.code = code(event);
    if (one.type.equals("UnsafeWrite")) {
      one.what = event.getString("kind");
      one.why = event.getString("remedy");
      one.flag = event.getBoolean("forced");
      return one;
    }
    one.rule = event.getString("rule");
    one.total = event.getDuration("total").toNanos();
    one.force = event.getDuration("force").toNanos();
    one.rename = event.getDuration("rename").toNanos();
    one.directory = event.getDuration("directoryForce").toNanos();
    if (event.hasField("bytes")) {
      one.bytes = event.getLong("bytes");
    }
    if (event.hasField("staged")) {
      one.flag = event.getBoolean("staged");
    }
    if (event.hasField("obstacle")) {
      one.what = event.getString("obstacle");
      one.why = event.getString("reason");
      one.flag = event.getBoolean("safetyCopy");
    }
    if (event.hasField("error")) {
      one.what = event.getString("error");
    }
    return one;
  }

  /** The first frame that is neither the JDK's nor the agent's. */
  private static String code(RecordedEvent event) {
    if (event.getStackTrace() != null) {
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        if (Findings.isOfApplication(type)) {
          return type + "." + frame.getMethod().getName() + ":" + frame.getLineNumber();
        }
      }
    }
    return "";
  }
}
