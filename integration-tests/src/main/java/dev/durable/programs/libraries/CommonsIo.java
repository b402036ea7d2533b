package dev.durable.programs.libraries;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** Commons IO's FileUtils. */
final class CommonsIo {
  private CommonsIo() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "FileUtils.writeLines",
        new Way(Way.Kind.PIECEWISE, (file, l) -> FileUtils.writeLines(file, l), Texts::read));
    ways.put(
        "FileUtils.copyInputStreamToFile",
        new Way(
            Way.Kind.PIECEWISE,
            (file, lines) -> FileUtils.copyInputStreamToFile(lines.input(), file),
            Texts::read));
    ways.put("FileUtils.writeStringToFile", whole(CommonsIo::writeString));
    ways.put(
        "FileUtils.writeByteArrayToFile",
        whole((file, lines) -> FileUtils.writeByteArrayToFile(file, lines.bytes())));
    ways.put("FileUtils.copyFile", whole(CommonsIo::copy));
    ways.put("FileUtils.moveFile", new Way(Way.Kind.NAMES, CommonsIo::move, Texts::read));
    ways.put(
        "FileUtils.deleteQuietly",
        new Way(Way.Kind.DELETES, CommonsIo::delete, file -> Collections.emptyList()));
  }

  private static Way whole(Way.Write write) {
    return new Way(Way.Kind.WHOLE, write, Texts::read);
  }

  private static void writeString(File file, Lines lines) throws IOException {
    FileUtils.writeStringToFile(file, lines.text(), StandardCharsets.UTF_8);
  }

  private static void copy(File file, Lines lines) throws IOException {
    FileUtils.copyFile(Sources.of(file, lines), file);
  }

  private static void move(File file, Lines lines) throws IOException {
    FileUtils.moveFile(Sources.of(file, lines), file);
  }

  private static void delete(File file, Lines none) {
    FileUtils.deleteQuietly(file);
  }
}
