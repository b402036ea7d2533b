package dev.durable.weave;

import java.io.IOException;

/** The class files of a JDK. */
interface ClassFiles {
  /** Takes a class file. */
  interface Visitor {
    /**
     * @param exported whether its package is exported to everyone
     */
    void visit(byte[] bytes, String module, boolean exported);
  }

  void visit(Visitor visitor) throws IOException;

  /** The class file of a class that has been visited. */
  byte[] read(String internalName) throws IOException;
}
