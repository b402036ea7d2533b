package dev.durable.programs.steps;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs programs that its standard input names: a line "program DIRECTORY WATCHED", then the steps,
 * each of which is answered by a line. With the argument "model" the answers also tell what need
 * not be equal in another JVM.
 */
public final class Steps {
  private Steps() {}

  public static void main(String[] arguments) throws Exception {
    boolean model = arguments.length > 0 && arguments[0].equals("model");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    Interpreter interpreter = null;
    for (String line; (line = in.readLine()) != null; ) {
      String[] words = line.split(" ");
      if (words[0].equals("program")) {
        interpreter = new Interpreter(words[1], Boolean.parseBoolean(words[2]), model);
      } else {
        out.println(interpreter.step(line));
      }
    }
  }
}
