package dev.durable.programs.libraries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Goes on to add numbers to what there is in each of these ways, or in those named, each in a
 * directory of the way's name. Says what numbers there were before, and what there are then: {@code
 * 1 to 2000} if none is missing or there twice, else all of them.
 *
 * <pre>java dev.durable.programs.libraries.Growing DIRECTORY go|halt [WAY...]</pre>
 */
public final class Growing {
  /** What it says when all is there. */
  public static final String ALL = "1 to " + Numbers.LAST;

  /** What it says when all is there that was done with before the middle. */
  public static final String HALF = "1 to " + Numbers.HALF;

  private Growing() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Paths.get(arguments[0]);
    Middle middle = Middle.valueOf(arguments[1].toUpperCase());
    List<String> named = Arrays.asList(arguments).subList(2, arguments.length);
    for (String name : named.isEmpty() ? Growth.all().keySet() : named) {
      Growth growth = Growth.all().get(name);
      Path own = directory.resolve(name);
      List<Integer> before = Files.exists(own) ? growth.read.read(own) : new ArrayList<>();
      Files.createDirectories(own);
      System.out.println("before " + describe(before));
      growth.add.add(own, new Numbers(before.size() + 1, middle));
      System.out.println("after " + describe(growth.read.read(own)));
    }
  }

  private static String describe(List<Integer> numbers) {
    Collections.sort(numbers);
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.get(i) != i + 1) {
        return numbers.toString();
      }
    }
    return numbers.isEmpty() ? "none" : "1 to " + numbers.size();
  }
}
