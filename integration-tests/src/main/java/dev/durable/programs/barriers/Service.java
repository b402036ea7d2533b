package dev.durable.programs.barriers;

import java.io.IOException;

/** A service of an application: its methods do what they are told to do. */
public class Service {

  /** What is done in a call. */
  public interface Work {
    Object make() throws IOException;
  }

  public Object declares(Work work) throws IOException {
    return work.make();
  }

  public Object declaresNothing(Work work) {
    return unchecked(work);
  }

  public static Object isStatic(Work work) {
    return unchecked(work);
  }

  /** Does it, and fails. */
  public Object fails(Work work) {
    unchecked(work);
    throw new IllegalStateException("failed");
  }

  /** Does it, and catches that it fails. */
  public Object catches(Work work) {
    try {
      return unchecked(work);
    } catch (RuntimeException e) {
      return "caught";
    }
  }

  private static Object unchecked(Work work) {
    try {
      return work.make();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Has primitive parameters and results, more than one return, and handlers of its own. */
  public static long sum(int times, long each, double[] ignored) {
    long sum = 0;
    for (int i = 0; ; i++) {
      try {
        if (i == times) {
          return sum;
        }
        sum = Math.addExact(sum, each);
      } catch (ArithmeticException e) {
        return -1;
      } finally {
        ignored[0]++;
      }
    }
  }
}
