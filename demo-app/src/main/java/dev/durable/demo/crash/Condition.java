package dev.durable.demo.crash;

import dev.durable.demo.publisher.Trailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a kill has made of a file. A file is {@link #WHOLE} if it ends with a trailer whose length
 * and CRC-32 are those of everything before it: then it is one version, complete. If not, it is
 * damaged in one of four ways, which this order of questions tells apart:
 *
 * <ol>
 *   <li>{@link #MISSING}: an earlier edition of it was published, and now there is no file of that
 *       name;
 *   <li>{@link #EMPTY}: it is there, and zero bytes long;
 *   <li>{@link #MIXED}: a trailer is in it, but is wrong or isn't at the end: bytes of one version
 *       go on into those of another;
 *   <li>{@link #TORN}: no trailer is in it: it breaks off.
 * </ol>
 */
enum Condition {
  WHOLE,
  EMPTY,
  TORN,
  MIXED,
  MISSING;

  /** The condition of a file that should be there. */
  static Condition of(Path file) throws IOException {
    try {
      return of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return MISSING;
    }
  }

  static Condition of(byte[] content) {
    if (content.length == 0) {
      return EMPTY;
    }
    if (Trailer.isRightAtEndOf(content)) {
      return WHOLE;
    }
    return Trailer.isIn(content) ? MIXED : TORN;
  }
}
