package dev.durable.programs.streams;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks at a path in all the ways that Java has, and changes of its attributes.
 *
 * <pre>
 * see  QUESTION PATH [PATH]
 * set  ATTRIBUTE PATH VALUE
 * </pre>
 */
public final class Views {
  interface Question {
    Object ask(Path path, File file) throws Exception;
  }

  interface Setter {
    Object set(Path path, String value) throws Exception;
  }

  private static final Map<String, Question> QUESTIONS = new TreeMap<>();
  private static final Map<String, Setter> SETTERS = new TreeMap<>();

  static {
    QUESTIONS.put("File.exists", (path, file) -> file.exists());
    QUESTIONS.put("File.isFile", (path, file) -> file.isFile());
    QUESTIONS.put("File.isDirectory", (path, file) -> file.isDirectory());
    QUESTIONS.put("File.isHidden", (path, file) -> file.isHidden());
    QUESTIONS.put("File.length", (path, file) -> file.length());
    QUESTIONS.put("File.canRead", (path, file) -> file.canRead());
    QUESTIONS.put("File.canWrite", (path, file) -> file.canWrite());
    QUESTIONS.put("File.canExecute", (path, file) -> file.canExecute());
    QUESTIONS.put("File.lastModified", (path, file) -> isRecent(file.lastModified()));
    QUESTIONS.put("File.getCanonicalPath", (path, file) -> file.getCanonicalPath());
    QUESTIONS.put("Files.exists", (path, file) -> Files.exists(path));
    QUESTIONS.put(
        "Files.exists-nofollow", (path, file) -> Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    QUESTIONS.put("Files.notExists", (path, file) -> Files.notExists(path));
    QUESTIONS.put("Files.isRegularFile", (path, file) -> Files.isRegularFile(path));
    QUESTIONS.put("Files.isDirectory", (path, file) -> Files.isDirectory(path));
    QUESTIONS.put("Files.isSymbolicLink", (path, file) -> Files.isSymbolicLink(path));
    QUESTIONS.put("Files.isReadable", (path, file) -> Files.isReadable(path));
    QUESTIONS.put("Files.isWritable", (path, file) -> Files.isWritable(path));
    QUESTIONS.put("Files.isExecutable", (path, file) -> Files.isExecutable(path));
    QUESTIONS.put("Files.isHidden", (path, file) -> Files.isHidden(path));
    QUESTIONS.put("Files.size", (path, file) -> Files.size(path));
    QUESTIONS.put(
        "Files.getLastModifiedTime",
        (path, file) -> isRecent(Files.getLastModifiedTime(path).toMillis()));
    QUESTIONS.put(
        "Files.getPosixFilePermissions",
        (path, file) -> PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    QUESTIONS.put("Files.getOwner", (path, file) -> Files.getOwner(path));
    QUESTIONS.put("Files.getAttribute", (path, file) -> Files.getAttribute(path, "unix:mode"));
    QUESTIONS.put(
        "Files.readAttributes",
        (path, file) -> Files.readAttributes(path, BasicFileAttributes.class).size());
    QUESTIONS.put(
        "Files.readAttributes-posix",
        (path, file) -> Files.readAttributes(path, PosixFileAttributes.class).permissions().size());
    QUESTIONS.put(
        "Files.readAttributes-map", (path, file) -> Files.readAttributes(path, "size,isOther"));
    QUESTIONS.put(
        "Files.getFileAttributeView",
        (path, file) ->
            Files.getFileAttributeView(path, BasicFileAttributeView.class).readAttributes().size());
    QUESTIONS.put("Files.readAllBytes", (path, file) -> text(Files.readAllBytes(path)));
    QUESTIONS.put("Files.readAllLines", (path, file) -> Files.readAllLines(path));
    QUESTIONS.put("Files.newInputStream", (path, file) -> first(Files.newInputStream(path)));
    QUESTIONS.put("Files.newByteChannel", (path, file) -> first(Files.newByteChannel(path)));
    QUESTIONS.put("FileChannel.open", (path, file) -> first(FileChannel.open(path)));
    QUESTIONS.put("FileInputStream", (path, file) -> first(new FileInputStream(file)));
    QUESTIONS.put("FileInputStream-name", (p, file) -> first(new FileInputStream(file.getPath())));
    QUESTIONS.put("FileReader", (path, file) -> line(file));
    QUESTIONS.put("Scanner", (path, file) -> scanned(file));
    QUESTIONS.put("RandomAccessFile", (path, file) -> random(file));
    QUESTIONS.put("Path.toRealPath", (path, file) -> path.toRealPath());
    QUESTIONS.put(
        "Path.toRealPath-nofollow", (path, file) -> path.toRealPath(LinkOption.NOFOLLOW_LINKS));
    QUESTIONS.put(
        "provider.checkAccess",
        (path, file) -> {
          path.getFileSystem().provider().checkAccess(path, AccessMode.READ, AccessMode.WRITE);
          return "";
        });

    QUESTIONS.put("File.list", (path, file) -> sorted(directory(file).list()));
    QUESTIONS.put(
        "File.list-filter", (p, f) -> sorted(directory(f).list((in, name) -> name.length() < 6)));
    QUESTIONS.put("File.listFiles", (path, file) -> sorted(directory(file).listFiles()));
    QUESTIONS.put("Files.list", (path, file) -> sorted(Files.list(directory(file).toPath())));
    QUESTIONS.put("Files.walk", (path, file) -> sorted(Files.walk(directory(file).toPath())));
    QUESTIONS.put(
        "Files.find",
        (path, file) ->
            sorted(Files.find(directory(file).toPath(), 1, (p, facts) -> facts.isRegularFile())));
    QUESTIONS.put("Files.newDirectoryStream", (path, file) -> entries(directory(file).toPath()));

    SETTERS.put("File.setReadable", (p, v) -> p.toFile().setReadable(Boolean.parseBoolean(v)));
    SETTERS.put("File.setWritable", (p, v) -> p.toFile().setWritable(Boolean.parseBoolean(v)));
    SETTERS.put("File.setExecutable", (p, v) -> p.toFile().setExecutable(Boolean.parseBoolean(v)));
    SETTERS.put("File.setReadOnly", (path, value) -> path.toFile().setReadOnly());
    SETTERS.put("File.setLastModified", (p, v) -> p.toFile().setLastModified(Long.parseLong(v)));
    SETTERS.put(
        "Files.setPosixFilePermissions",
        (path, value) ->
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(value)));
    SETTERS.put(
        "Files.setLastModifiedTime",
        (path, value) ->
            Files.setLastModifiedTime(path, FileTime.fromMillis(Long.parseLong(value))));
    SETTERS.put(
        "Files.setAttribute", (p, v) -> Files.setAttribute(p, "unix:mode", Integer.parseInt(v, 8)));
    SETTERS.put("Files.setOwner", (path, v) -> Files.setOwner(path, Files.getOwner(path)));
  }

  private Views() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put(
        "see",
        fields -> {
          Path path = Paths.get(fields[2]);
          return fields.length > 3
              ? Files.isSameFile(path, Paths.get(fields[3]))
              : QUESTIONS.get(fields[1]).ask(path, new File(fields[2]));
        });
    verbs.put("set", fields -> SETTERS.get(fields[1]).set(Paths.get(fields[2]), fields[3]));
  }

  /** All questions that can be asked. */
  public static Iterable<String> questions() {
    return QUESTIONS.keySet();
  }

  /** Files that tests look at are not a day old, or were given the time 1000. */
  private static String isRecent(long millis) {
    long day = 24 * 60 * 60 * 1000L;
    return millis > System.currentTimeMillis() - day ? "recent" : Long.toString(millis);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String first(InputStream stream) throws Exception {
    byte[] bytes = new byte[64];
    try (InputStream in = stream) {
      int read = in.read(bytes);
      return read < 0 ? "the end" : new String(bytes, 0, read, StandardCharsets.UTF_8);
    }
  }

  private static String first(SeekableByteChannel channel) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(64);
    try (SeekableByteChannel in = channel) {
      in.read(bytes);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }

  private static String line(File file) throws Exception {
    try (BufferedReader reader = new BufferedReader(new FileReader(file))) {
      return reader.readLine();
    }
  }

  private static String scanned(File file) throws Exception {
    try (Scanner scanner = new Scanner(file)) {
      return scanner.hasNext() ? scanner.next() : "the end";
    }
  }

  private static String random(File file) throws Exception {
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      byte[] bytes = new byte[(int) in.length()];
      in.readFully(bytes);
      return text(bytes);
    }
  }

  private static File directory(File file) {
    return file.getAbsoluteFile().getParentFile();
  }

  private static String sorted(Object[] entries) {
    Arrays.sort(entries);
    return Arrays.toString(entries);
  }

  private static String sorted(Stream<Path> entries) {
    try (Stream<Path> all = entries) {
      return sorted(all.toArray());
    }
  }

  private static String entries(Path directory) throws Exception {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*")) {
      stream.forEach(entries::add);
    }
    return sorted(entries.toArray());
  }
}
