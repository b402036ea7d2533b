package dev.durable.programs.streams;

import java.io.File;
import java.util.Arrays;
import java.util.Map;

/**
 * A child process whose output goes to a file.
 *
 * <pre>
 * start         PATH COMMAND...   with ProcessBuilder.redirectOutput(File)
 * start-append  PATH COMMAND...   with Redirect.appendTo(File)
 * start-error   PATH COMMAND...   with ProcessBuilder.redirectError(File)
 * tell          TEXT              a line for the child
 * await                           ends its input, and waits for its end
 * </pre>
 */
final class Children {
  private static Process child;

  private Children() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put("start", f -> start(builder(f).redirectOutput(new File(f[1]))));
    verbs.put(
        "start-append",
        f -> start(builder(f).redirectOutput(ProcessBuilder.Redirect.appendTo(new File(f[1])))));
    verbs.put("start-error", f -> start(builder(f).redirectError(new File(f[1]))));
    verbs.put(
        "tell",
        fields -> {
          child.getOutputStream().write((fields[1] + "\n").getBytes("UTF-8"));
          child.getOutputStream().flush();
          return null;
        });
    verbs.put(
        "await",
        fields -> {
          child.getOutputStream().close();
          return child.waitFor();
        });
  }

  private static ProcessBuilder builder(String[] fields) {
    return new ProcessBuilder(Arrays.asList(fields).subList(2, fields.length));
  }

  private static Object start(ProcessBuilder builder) throws Exception {
    child = builder.start();
    return null;
  }
}
