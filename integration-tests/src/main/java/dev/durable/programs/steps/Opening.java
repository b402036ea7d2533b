package dev.durable.programs.steps;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Formatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Calls that open a file: "open SLOT KIND PATH" and, by kind, options or a mode, permissions. */
final class Opening {
  static final int SLOT = 1;
  static final int KIND = 2;
  static final int PATH = 3;
  private static final int OPTIONS = 4;
  private static final int PERMISSIONS = 5;

  private static final Map<String, Call> KINDS = new HashMap<>();

  static {
    addStreams();
    addWriters();
    addChannels();
    addReading();
  }

  private Opening() {}

  static Object open(Line line) throws Exception {
    return KINDS.get(line.word(KIND)).make(line);
  }

  private static void addStreams() {
    KINDS.put("FileOutputStream(File)", l -> new FileOutputStream(l.file(PATH)));
    KINDS.put("FileOutputStream(String)", l -> new FileOutputStream(l.name(PATH)));
    KINDS.put(
        "FileOutputStream(File,boolean)", l -> new FileOutputStream(l.file(PATH), l.flag(OPTIONS)));
    KINDS.put(
        "FileOutputStream(String,boolean)",
        l -> new FileOutputStream(l.name(PATH), l.flag(OPTIONS)));
    KINDS.put("FileOutputStream-subclass", l -> new Counting(l.file(PATH)));
    KINDS.put("newOutputStream", l -> Files.newOutputStream(l.path(PATH), l.openOptions(OPTIONS)));
    KINDS.put("PrintStream(File)", l -> new PrintStream(l.file(PATH)));
    KINDS.put("PrintStream(String)", l -> new PrintStream(l.name(PATH), "UTF-8"));
  }

  private static void addWriters() {
    KINDS.put(
        "newBufferedWriter",
        l -> Files.newBufferedWriter(l.path(PATH), StandardCharsets.UTF_8, l.openOptions(OPTIONS)));
    KINDS.put("FileWriter(File)", l -> new FileWriter(l.file(PATH)));
    KINDS.put("FileWriter(String,boolean)", l -> new FileWriter(l.name(PATH), l.flag(OPTIONS)));
    KINDS.put("PrintWriter(File)", l -> new PrintWriter(l.file(PATH)));
    KINDS.put("PrintWriter(String)", l -> new PrintWriter(l.name(PATH), "UTF-8"));
    KINDS.put("Formatter(File)", l -> new Formatter(l.file(PATH)));
  }

  private static void addChannels() {
    KINDS.put(
        "newByteChannel",
        l -> Files.newByteChannel(l.path(PATH), options(l), l.permissions(PERMISSIONS)));
    KINDS.put(
        "FileChannel", l -> FileChannel.open(l.path(PATH), options(l), l.permissions(PERMISSIONS)));
    KINDS.put(
        "AsynchronousFileChannel",
        l ->
            AsynchronousFileChannel.open(
                l.path(PATH), options(l), null, l.permissions(PERMISSIONS)));
    KINDS.put("RandomAccessFile(File)", l -> new RandomAccessFile(l.file(PATH), l.word(OPTIONS)));
    KINDS.put("RandomAccessFile(String)", l -> new RandomAccessFile(l.name(PATH), l.word(OPTIONS)));
  }

  private static void addReading() {
    KINDS.put("FileInputStream", l -> new FileInputStream(l.file(PATH)));
    KINDS.put("newInputStream", l -> Files.newInputStream(l.path(PATH), l.openOptions(OPTIONS)));
    KINDS.put("newBufferedReader", l -> Files.newBufferedReader(l.path(PATH)));
  }

  private static Set<OpenOption> options(Line l) {
    return new HashSet<>(Arrays.asList(l.openOptions(OPTIONS)));
  }

  /** The options by name. */
  private static Set<String> optionNames(Line l) {
    return l.length() > OPTIONS
        ? new HashSet<>(Arrays.asList(l.word(OPTIONS).split(",")))
        : Collections.<String>emptySet();
  }

  static boolean isWriting(Line l) {
    String kind = l.word(KIND);
    Set<String> options = optionNames(l);
    if (kind.startsWith("RandomAccessFile")) {
      return !options.contains("r");
    }
    if (kind.endsWith("Channel")) {
      return options.contains("WRITE") || options.contains("APPEND");
    }
    return !kind.equals("FileInputStream")
        && !kind.equals("newInputStream")
        && !kind.equals("newBufferedReader");
  }

  /** Whether the file itself is written for certain, and not one that is to take its place. */
  static boolean isInPlace(Line l, boolean exists) {
    String kind = l.word(KIND);
    Set<String> options = optionNames(l);
    boolean keepsContent =
        kind.startsWith("RandomAccessFile")
            || options.contains("true")
            || options.contains("APPEND")
            || options.contains("CREATE_NEW")
            || options.contains("DELETE_ON_CLOSE");
    boolean hasOptions =
        kind.endsWith("Channel")
            || (kind.startsWith("new") && !options.isEmpty() && !options.contains("-"));
    return keepsContent || (exists && hasOptions && !options.contains("TRUNCATE_EXISTING"));
  }

  /** As applications have them: with a close of its own. */
  private static final class Counting extends FileOutputStream {
    private int closed;

    Counting(File file) throws FileNotFoundException {
      super(file);
    }

    @Override
    public void close() throws IOException {
      closed++;
      super.close();
    }

    @Override
    public String toString() {
      return "closed " + closed;
    }
  }
}
