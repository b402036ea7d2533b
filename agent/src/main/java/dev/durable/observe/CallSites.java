package dev.durable.observe;

/** Finds the code that has made a call of the JDK: the caller next to the JDK's own classes. */
class CallSites {
  /** Whose frames are none of the application's. */
  private static final String[] NOT_APPLICATION = {
    "java.",
    "javax.",
    "jdk.",
    "sun.",
    "com.sun.",
    "dev.durable.audit.",
    "dev.durable.hooks.",
    "dev.durable.observe.",
    "dev.durable.engine.",
    "dev.durable.weave."
  };

  private static final String OF_JDK = "the JDK itself";

  /** One that walks no further than it must, where the JDK has that (9 and later). */
  static CallSites best() {
    try {
      Class.forName("java.lang.StackWalker");
      return (CallSites)
          Class.forName("dev.durable.observe.WalkedCallSites")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError java8) {
      return new CallSites();
    }
  }

  /** As a stack trace shows it: class, method, file and line. */
  String here() {
    for (StackTraceElement frame : new Throwable().getStackTrace()) {
      if (isOfApplication(frame.getClassName())) {
        return text(frame);
      }
    }
    return OF_JDK;
  }

  static boolean isOfApplication(String type) {
    for (String prefix : NOT_APPLICATION) {
      if (type.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  /** Without the names of class loader and module, which newer JDKs put before it. */
  static String text(StackTraceElement frame) {
    String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
    String source = frame.getFileName() == null ? "unknown source" : frame.getFileName() + line;
    return frame.getClassName() + '.' + frame.getMethodName() + '(' + source + ')';
  }

  static String ofJdk() {
    return OF_JDK;
  }
}
