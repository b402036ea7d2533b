package dev.durable.engine;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The names of the engine's own files: {@code .durable-<process>-<number>~}, and {@code
 * .durable-<process>-<number>.ready~} for a safety copy that is complete. The leading dot hides
 * them and keeps them out of {@code *}; the tilde keeps them out of {@code *.ext}. Their length, at
 * most 80 characters, doesn't depend on the target's.
 */
final class TempName {
  /** The directory of safety copies inside of a {@link Policy#safetyRoots safety root}. */
  static final String SAFETY_DIRECTORY = ".durable-safety~";

  private static final String PREFIX = ".durable-";
  private static final String SUFFIX = "~";
  private static final String READY = ".ready" + SUFFIX;

  /**
   * Begins somewhere, since the library and the agent in one process, each in its own class loader,
   * have the same identity. That names don't clash is not left to chance: files are created
   * exclusively.
   */
  private static final AtomicLong NUMBER =
      new AtomicLong((System.nanoTime() ^ ((long) new Object().hashCode() << 24)) & (1L << 50) - 1);

  /** Jumps of up to 2^48, so that thousands of them leave the number positive. */
  private static final int JUMP_SHIFT = 16;

  private TempName() {}

  /** A name that nobody else makes. */
  static String next() {
    long number = NUMBER.incrementAndGet();
    return PREFIX + ProcessIdentity.SELF + "-" + Long.toString(number, 36) + SUFFIX;
  }

  /**
   * To be called when a name was taken, which happens where somebody else puts the next ones there:
   * goes on with a number that nobody can know before.
   */
  static void taken() {
    NUMBER.addAndGet(1 + (new SecureRandom().nextLong() >>> JUMP_SHIFT));
  }

  /** The name of a complete safety copy whose temp name was {@code temp}. */
  static String ready(String temp) {
    return temp.substring(0, temp.length() - SUFFIX.length()) + READY;
  }

  /** Whether a name is one of the engine's. */
  static boolean isOwn(String name) {
    return name.endsWith(SUFFIX) && (maker(name) != null || name.equals(SAFETY_DIRECTORY));
  }

  static boolean isReady(String name) {
    return name.endsWith(READY);
  }

  /** The process that made a file of this name, or null if the name isn't one of the engine's. */
  static ProcessIdentity maker(String name) {
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
      return null;
    }
    int end = name.length() - (isReady(name) ? READY : SUFFIX).length();
    int number = name.lastIndexOf('-', end);
    if (number < PREFIX.length() || number + 1 >= end) {
      return null;
    }
    return ProcessIdentity.parse(name.substring(PREFIX.length(), number));
  }
}
