package dev.durable.programs.steps;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;
import java.util.Map;

/** Calls that change files and directories by their names. */
final class Changes {
  private final Names names;

  Changes(Names names) {
    this.names = names;
  }

  void addTo(Map<String, Call> calls) {
    addWrites(calls);
    addNames(calls);
    addTemporary(calls);
    addAttributes(calls);
  }

  private void addWrites(Map<String, Call> calls) {
    calls.put("write", l -> Files.write(l.path(1), l.bytes(2), l.openOptions(3)));
    calls.put(
        "lines",
        l ->
            Files.write(
                l.path(1),
                Arrays.asList(l.text(2).split("\n")),
                StandardCharsets.UTF_8,
                l.openOptions(3)));
    calls.put("string", l -> writeString(l.path(1), l.text(2), l.openOptions(3)));
    calls.put(
        "copyIn",
        l -> {
          try (InputStream in = new ByteArrayInputStream(l.bytes(2))) {
            return Files.copy(in, l.path(1), l.copyOptions(3));
          }
        });
    calls.put("copy", l -> Files.copy(l.path(1), l.path(2), l.copyOptions(3)));
  }

  private static Object writeString(Path path, String text, OpenOption[] options) throws Exception {
    try {
      return Files.class
          .getMethod(
              "writeString", Path.class, CharSequence.class, Charset.class, OpenOption[].class)
          .invoke(null, path, text, StandardCharsets.UTF_8, options);
    } catch (NoSuchMethodException before11) {
      return Files.write(path, text.getBytes(StandardCharsets.UTF_8), options);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private void addNames(Map<String, Call> calls) {
    calls.put("move", l -> Files.move(l.path(1), l.path(2), l.copyOptions(3)));
    calls.put("rename", l -> l.file(1).renameTo(l.file(2)));
    calls.put("delete", l -> nothing(() -> Files.delete(l.path(1))));
    calls.put("deleteIfExists", l -> Files.deleteIfExists(l.path(1)));
    calls.put("File.delete", l -> l.file(1).delete());
    calls.put("createFile", l -> Files.createFile(l.path(1), l.permissions(2)));
    calls.put("createDirectory", l -> Files.createDirectory(l.path(1), l.permissions(2)));
    calls.put("createDirectories", l -> Files.createDirectories(l.path(1), l.permissions(2)));
    calls.put("File.createNewFile", l -> l.file(1).createNewFile());
    calls.put("File.mkdir", l -> l.file(1).mkdir());
    calls.put("File.mkdirs", l -> l.file(1).mkdirs());
    calls.put("createLink", l -> Files.createLink(l.path(1), l.path(2)));
    calls.put("createSymbolicLink", l -> Files.createSymbolicLink(l.path(1), relative(l)));
  }

  /** A link's target: a name in the link's directory. */
  private static Path relative(Line l) {
    return Paths.get(l.word(2));
  }

  private void addTemporary(Map<String, Call> calls) {
    calls.put(
        "createTempFile",
        l -> temporary(l, Files.createTempFile(l.path(1), "p", ".s", l.permissions(3))));
    calls.put(
        "createTempDirectory",
        l -> temporary(l, Files.createTempDirectory(l.path(1), "p", l.permissions(3))));
    calls.put(
        "File.createTempFile",
        l -> temporary(l, File.createTempFile("pre", ".s", l.file(1)).toPath()));
  }

  private Object temporary(Line l, Path file) {
    names.call(l.word(2), file.toString());
    return file;
  }

  private void addAttributes(Map<String, Call> calls) {
    calls.put(
        "setPermissions",
        l -> Files.setPosixFilePermissions(l.path(1), PosixFilePermissions.fromString(l.word(2))));
    calls.put(
        "setTime",
        l -> Files.setLastModifiedTime(l.path(1), FileTime.fromMillis(l.number(2) * 1000L)));
    calls.put("setOwner", l -> Files.setAttribute(l.path(1), "unix:uid", l.number(2)));
    calls.put(
        "setLinkOwner",
        l -> Files.setAttribute(l.path(1), "unix:uid", l.number(2), LinkOption.NOFOLLOW_LINKS));
    calls.put("File.setLastModified", l -> l.file(1).setLastModified(l.number(2) * 1000L));
    calls.put("File.setReadOnly", l -> l.file(1).setReadOnly());
    calls.put("File.setWritable", l -> l.file(1).setWritable(l.flag(2), l.flag(3)));
    calls.put("File.setReadable", l -> l.file(1).setReadable(l.flag(2), l.flag(3)));
    calls.put("File.setExecutable", l -> l.file(1).setExecutable(l.flag(2), l.flag(3)));
    calls.put(
        "setAttribute", l -> extended(l.path(1)).write(l.word(2), ByteBuffer.wrap(l.bytes(3))));
    calls.put(
        "removeAttribute",
        l ->
            nothing(
                () -> {
                  UserDefinedFileAttributeView attributes = extended(l.path(1));
                  attributes.delete(l.word(2));
                }));
  }

  static UserDefinedFileAttributeView extended(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  /** A call without a result. */
  @FunctionalInterface
  interface Doing {
    void run() throws Exception;
  }

  static Object nothing(Doing call) throws Exception {
    call.run();
    return "done";
  }
}
