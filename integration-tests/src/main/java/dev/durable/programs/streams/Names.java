package dev.durable.programs.streams;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls that make, remove or copy names.
 *
 * <pre>
 * delete          PATH                 Files.delete
 * delete-existing PATH                 Files.deleteIfExists
 * delete-file     PATH                 File.delete
 * delete-at-exit  PATH                 File.deleteOnExit
 * directory       PATH [MODE]          Files.createDirectory
 * directories     PATH                 Files.createDirectories
 * create          PATH [MODE]          Files.createFile
 * link            PATH EXISTING        Files.createLink
 * symlink         PATH TARGET          Files.createSymbolicLink
 * mkdir           PATH                 File.mkdir
 * mkdirs          PATH                 File.mkdirs
 * new-file        PATH                 File.createNewFile
 * temp-file       DIRECTORY            File.createTempFile; prints its name's ends
 * temp            DIRECTORY            Files.createTempFile; the same
 * temp-directory  DIRECTORY            Files.createTempDirectory; the same
 * copy            PATH PATH [OPTION...]    Files.copy
 * copy-in         TEXT PATH [OPTION...]    Files.copy from a stream
 * copy-broken     TEXT PATH [OPTION...]    the same, but then the stream fails
 * zip             ZIP ENTRY PATH [OPTION...]   Files.copy from a file to a zip file system
 * unzip           ZIP ENTRY PATH [OPTION...]   the same back
 * unzip-move      ZIP ENTRY PATH [OPTION...]   Files.move, out of one
 * </pre>
 */
final class Names {
  private Names() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put(
        "delete",
        fields -> {
          Files.delete(Paths.get(fields[1]));
          return null;
        });
    verbs.put("delete-existing", fields -> Files.deleteIfExists(Paths.get(fields[1])));
    verbs.put("delete-file", fields -> new File(fields[1]).delete());
    verbs.put(
        "delete-at-exit",
        fields -> {
          new File(fields[1]).deleteOnExit();
          return null;
        });
    verbs.put("directory", f -> Files.createDirectory(Paths.get(f[1]), mode(f)));
    verbs.put("directories", f -> Files.createDirectories(Paths.get(f[1])));
    verbs.put("create", f -> Files.createFile(Paths.get(f[1]), mode(f)));
    verbs.put("link", f -> Files.createLink(Paths.get(f[1]), Paths.get(f[2])));
    verbs.put("symlink", f -> Files.createSymbolicLink(Paths.get(f[1]), Paths.get(f[2])));
    verbs.put("mkdir", fields -> new File(fields[1]).mkdir());
    verbs.put("mkdirs", fields -> new File(fields[1]).mkdirs());
    verbs.put("new-file", fields -> new File(fields[1]).createNewFile());
    verbs.put(
        "temp-file",
        fields -> ends(File.createTempFile("begin", ".end", new File(fields[1])).toPath()));
    verbs.put("temp", fields -> ends(Files.createTempFile(Paths.get(fields[1]), "begin", ".end")));
    verbs.put(
        "temp-directory", fields -> ends(Files.createTempDirectory(Paths.get(fields[1]), "begin")));
    verbs.put("copy", f -> Files.copy(Paths.get(f[1]), Paths.get(f[2]), options(f, 3)));
    verbs.put("copy-in", f -> Files.copy(stream(f[1]), Paths.get(f[2]), options(f, 3)));
    verbs.put("copy-broken", f -> Files.copy(broken(f[1]), Paths.get(f[2]), options(f, 3)));
    verbs.put("zip", Names::zip);
    verbs.put("unzip", Names::unzip);
    verbs.put("unzip-move", Names::unzipMove);
  }

  private static FileAttribute<?>[] mode(String[] fields) {
    return fields.length < 3
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(fields[2]))
        };
  }

  private static String ends(Path made) {
    return made.getParent() + "/" + made.getFileName().toString().replaceAll("\\d+", "#");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream broken(String text) {
    InputStream whole = stream(text);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int next = whole.read();
        if (next < 0) {
          throw new IOException("broken");
        }
        return next;
      }
    };
  }

  private static Object zip(String[] fields) throws Exception {
    try (FileSystem zip = open(fields[1])) {
      Files.copy(Paths.get(fields[3]), zip.getPath(fields[2]), options(fields, 4));
      return null;
    }
  }

  private static Object unzip(String[] fields) throws Exception {
    try (FileSystem zip = open(fields[1])) {
      return Files.copy(zip.getPath(fields[2]), Paths.get(fields[3]), options(fields, 4));
    }
  }

  private static Object unzipMove(String[] fields) throws Exception {
    try (FileSystem zip = open(fields[1])) {
      return Files.move(zip.getPath(fields[2]), Paths.get(fields[3]), options(fields, 4));
    }
  }

  private static FileSystem open(String zip) throws IOException {
    return FileSystems.newFileSystem(Paths.get(zip), (ClassLoader) null);
  }

  private static CopyOption[] options(String[] fields, int from) {
    List<CopyOption> options = new ArrayList<>();
    for (int i = from; i < fields.length; i++) {
      options.add(
          fields[i].equals("NOFOLLOW_LINKS")
              ? LinkOption.NOFOLLOW_LINKS
              : StandardCopyOption.valueOf(fields[i]));
    }
    return options.toArray(new CopyOption[0]);
  }
}
