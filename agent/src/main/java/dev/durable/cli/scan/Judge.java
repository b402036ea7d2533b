package dev.durable.cli.scan;

/** Says of a call what a crash can do to its file as it stands, and what the agent makes of it. */
final class Judge {
  private static final String FILES = "java/nio/file/Files";

  private Judge() {}

  /** What is to be said of a call. */
  static final class Verdict {
    final Risk risk;
    final Treatment treatment;

    Verdict(Risk risk, Treatment treatment) {
      this.risk = risk;
      this.treatment = treatment;
    }
  }

  /**
   * Judges a call.
   *
   * @param forces whether the class that calls forces any file
   * @return null if the call doesn't write
   */
  static Verdict judge(JdkCall call, Arguments arguments, boolean forces) {
    if (call.guards.isEmpty()) {
      return new Verdict(Risk.NAMES, Treatment.UNTOUCHED);
    }
    if (call.owner.equals("java/util/zip/ZipFile") || call.owner.equals("java/util/jar/JarFile")) {
      return archive(call, arguments);
    }
    if (call.guards.contains("ProcessImpl.start")) {
      boolean reads = call.name.equals("redirectInput") || call.name.equals("from");
      return reads ? null : new Verdict(Risk.CHILD, Treatment.UNTOUCHED);
    }
    if (moves(call)) {
      return move(call, arguments, forces);
    }
    if (call.name.equals("copy")) {
      return new Verdict(
          arguments.has("REPLACE_EXISTING")
              ? Risk.UNLINKS
              : arguments.optionsKnown() ? Risk.CREATES : Risk.DEPENDS,
          Treatment.REPLACED);
    }
    if (changesNames(call)) {
      return new Verdict(Risk.NAMES, Treatment.NAMED);
    }
    if (call.name.equals("newFileSystem") || !namesFile(call)) {
      return new Verdict(Risk.DEPENDS, Treatment.DEPENDS);
    }
    if (call.owner.equals("java/io/RandomAccessFile")) {
      return randomAccess(arguments, forces);
    }
    if (call.takes("OpenOption;") || call.takes("Ljava/util/Set;")) {
      return open(call, arguments, forces);
    }
    return stream(call, arguments, forces);
  }

  private static Verdict archive(JdkCall call, Arguments arguments) {
    boolean mayDelete = call.takes("I") && !Integer.valueOf(1).equals(arguments.last());
    return mayDelete && call.endsWith("I") ? new Verdict(Risk.DEPENDS, Treatment.NAMED) : null;
  }

  private static boolean moves(JdkCall call) {
    return call.name.equals("move") || call.guards.contains("File.renameTo");
  }

  private static Verdict move(JdkCall call, Arguments arguments, boolean forces) {
    Risk renamed = forces ? Risk.NAMES : Risk.RENAMES;
    boolean unlinks = arguments.has("REPLACE_EXISTING") && !arguments.has("ATOMIC_MOVE");
    boolean unknown = call.takes("CopyOption;") && !arguments.optionsKnown();
    return new Verdict(unlinks ? Risk.UNLINKS : unknown ? Risk.DEPENDS : renamed, Treatment.MOVED);
  }

  private static boolean changesNames(JdkCall call) {
    if (call.owner.equals(FILES) && call.name.startsWith("create")
        || call.owner.startsWith("javax/swing/")) {
      return true; // Some get there by opening a file.
    }
    for (String guard : call.guards) {
      String method = guard.substring(guard.indexOf('.') + 1);
      if (!method.startsWith("create")
          && !method.startsWith("delete")
          && !method.startsWith("mkdir")) {
        return false;
      }
    }
    return true;
  }

  /** Whether a path is among the arguments, and is written to by the call itself. */
  private static boolean namesFile(JdkCall call) {
    if (call.owner.equals("javax/activation/FileDataSource") || call.name.equals("mapFile")) {
      return false;
    }
    boolean path =
        call.takes("Ljava/io/File;")
            || call.takes("Ljava/nio/file/Path;")
            || call.takes("Ljava/lang/String;")
            || call.owner.equals("java/util/logging/FileHandler");
    return path && !call.takes("OutputStream;") && !call.name.equals("handleOption");
  }

  private static Verdict randomAccess(Arguments arguments, boolean forces) {
    Object mode = arguments.last();
    if ("r".equals(mode)) {
      return null;
    }
    if (!"rw".equals(mode) && !"rws".equals(mode) && !"rwd".equals(mode)) {
      return new Verdict(Risk.DEPENDS, Treatment.IN_PLACE);
    }
    return new Verdict(
        forces || !"rw".equals(mode) ? Risk.FORCES : Risk.OVERWRITES, Treatment.IN_PLACE);
  }

  private static Verdict open(JdkCall call, Arguments arguments, boolean forces) {
    boolean readsByDefault = call.name.endsWith("Channel") || call.name.equals("open");
    boolean whole = call.guards.contains("Files.write");
    if (!arguments.optionsKnown()) {
      return new Verdict(Risk.DEPENDS, whole ? Treatment.REPLACED : Treatment.DEPENDS);
    }
    boolean appends = arguments.has("APPEND");
    boolean writes = appends || arguments.has("WRITE");
    if (readsByDefault && !writes) {
      return null;
    }
    if (arguments.has("DELETE_ON_CLOSE")) {
      return new Verdict(Risk.CREATES, Treatment.UNTOUCHED);
    }
    boolean forced = forces || arguments.has("SYNC") || arguments.has("DSYNC");
    if (appends) {
      return new Verdict(forced ? Risk.FORCES : Risk.APPENDS, Treatment.IN_PLACE);
    }
    if (arguments.has("CREATE_NEW")) {
      return new Verdict(
          forced ? Risk.FORCES : Risk.CREATES, whole ? Treatment.REPLACED : Treatment.IN_PLACE);
    }
    if (arguments.has("TRUNCATE_EXISTING") || !readsByDefault && arguments.noOptions()) {
      return new Verdict(Risk.TRUNCATES, whole ? Treatment.REPLACED : Treatment.STAGED);
    }
    return new Verdict(
        forced ? Risk.FORCES : Risk.OVERWRITES, whole ? Treatment.REPLACED : Treatment.IN_PLACE);
  }

  private static Verdict stream(JdkCall call, Arguments arguments, boolean forces) {
    if (call.guards.contains("ImageIO.write")) {
      return new Verdict(Risk.UNLINKS, Treatment.REPLACED);
    }
    if (call.owner.startsWith("java/net/http/") || !staged(call)) {
      return new Verdict(forces ? Risk.FORCES : Risk.OVERWRITES, Treatment.IN_PLACE);
    }
    if (!call.endsWith("Z")) {
      return new Verdict(Risk.TRUNCATES, Treatment.STAGED);
    }
    Object append = arguments.last();
    if (Integer.valueOf(1).equals(append)) {
      return new Verdict(forces ? Risk.FORCES : Risk.APPENDS, Treatment.IN_PLACE);
    }
    return Integer.valueOf(0).equals(append)
        ? new Verdict(Risk.TRUNCATES, Treatment.STAGED)
        : new Verdict(Risk.DEPENDS, Treatment.DEPENDS);
  }

  private static boolean staged(JdkCall call) {
    for (String guard : call.guards) {
      if (guard.equals("FileOutputStream.open") || guard.endsWith("Channel")) {
        return true;
      }
    }
    return false;
  }
}
