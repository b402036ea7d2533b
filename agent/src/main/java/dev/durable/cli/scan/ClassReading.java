package dev.durable.cli.scan;

/** What is made of each class file of a scan. */
interface ClassReading {
  /**
   * Adds to a library what is to be known of one of its classes.
   *
   * @param bytes a class file, which may be changed
   * @param release see {@link Place#release}
   * @throws RuntimeException if it is no class file
   */
  void read(byte[] bytes, int release, Library library);
}
