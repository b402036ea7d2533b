package dev.durable.programs;

import java.io.File;
import java.io.IOException;

/** Counts the calls of a file's methods, each of which is overridden. */
public final class Counted {
  private static int calls;

  private Counted() {}

  private static final class CountedFile extends File {
    CountedFile(String name) {
      super(name);
    }

    @Override
    public boolean mkdirs() {
      calls++;
      return super.mkdirs();
    }

    @Override
    public boolean mkdir() {
      calls++;
      return super.mkdir();
    }

    @Override
    public boolean createNewFile() throws IOException {
      calls++;
      return super.createNewFile();
    }

    @Override
    public boolean delete() {
      calls++;
      return super.delete();
    }
  }

  /** Takes the name of what is to be made and deleted. */
  public static void main(String[] arguments) throws IOException {
    File file = new CountedFile(arguments[0]);
    System.out.println("mkdirs " + file.mkdirs() + ", " + callsSoFar());
    System.out.println("delete " + file.delete() + ", " + callsSoFar());
    System.out.println("mkdir " + file.mkdir() + ", " + callsSoFar());
    System.out.println("delete " + file.delete() + ", " + callsSoFar());
    System.out.println("createNewFile " + file.createNewFile() + ", " + callsSoFar());
    System.out.println("delete " + file.delete() + ", " + callsSoFar());
  }

  private static int callsSoFar() {
    int soFar = calls;
    calls = 0;
    return soFar;
  }
}
