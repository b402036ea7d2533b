package dev.durable.cli.scan;

/** A place in a class file that writes, moves or deletes files. */
final class Place {
  /** The class's name. */
  final String type;

  final String method;

  /** The name of the source file, or null. */
  final String source;

  /** In the source file; 0 if it isn't known. */
  final int line;

  /** The Java version for which a multi-release jar has this class; 0 for all others. */
  final int release;

  final JdkCall call;
  final Risk risk;
  final Treatment treatment;

  Place(
      String type,
      String method,
      String source,
      int line,
      int release,
      JdkCall call,
      Judge.Verdict verdict) {
    this.type = type;
    this.method = method;
    this.source = source;
    this.line = line;
    this.release = release;
    this.call = call;
    this.risk = verdict.risk;
    this.treatment = verdict.treatment;
  }

  /** As in a stack trace. */
  @Override
  public String toString() {
    String file = source == null ? "Unknown Source" : line == 0 ? source : source + ':' + line;
    return type + '.' + method + '(' + file + ')' + (release == 0 ? "" : " [Java " + release + ']');
  }
}
