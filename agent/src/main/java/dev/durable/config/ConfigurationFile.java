package dev.durable.config;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The file that the rules are in: which it is, and its lines. */
final class ConfigurationFile {
  private static final String VARIABLE = "DURABLE_CONFIG";
  private static final String DEFAULT_NAME = "durable.conf";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private final String namedBy;

  private ConfigurationFile(Path path, String namedBy) {
    this.path = path;
    this.namedBy = namedBy;
  }

  /** The file that the argument names, else the environment, else the working directory's. */
  static ConfigurationFile locate(
      AgentArguments arguments, Map<String, String> environment, Path workingDirectory)
      throws ConfigurationException {
    String variable = environment.get(VARIABLE);
    if (arguments.file() != null) {
      return named(arguments.file(), "the agent's argument", workingDirectory);
    }
    if (variable != null && !variable.isEmpty()) {
      return named(variable, VARIABLE + " in the environment", workingDirectory);
    }
    return new ConfigurationFile(workingDirectory.resolve(DEFAULT_NAME), null);
  }

  private static ConfigurationFile named(String name, String namedBy, Path workingDirectory)
      throws ConfigurationException {
    try {
      return new ConfigurationFile(workingDirectory.resolve(name).normalize(), namedBy);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          name
              + ": found a name that no file can have ("
              + e.getReason()
              + "), expected the"
              + " configuration that "
              + namedBy
              + " names");
    }
  }

  /** Absolute. */
  Path path() {
    return path;
  }

  List<Line> lines() throws ConfigurationException {
    CharBuffer text = decoded(bytes());
    List<Line> lines = new ArrayList<Line>();
    StringBuilder line = new StringBuilder();
    if (text.hasRemaining() && text.get(text.position()) == BYTE_ORDER_MARK) {
      text.get();
    }
    while (text.hasRemaining()) {
      char c = text.get();
      if (c == '\n') {
        lines.add(line(lines.size() + 1, line));
        line.setLength(0);
      } else {
        line.append(c);
      }
    }
    lines.add(line(lines.size() + 1, line));
    return lines;
  }

  private Line line(int number, StringBuilder text) {
    int length = text.length();
    boolean carriageReturn = length > 0 && text.charAt(length - 1) == '\r';
    return new Line(path + ":" + number, text.substring(0, carriageReturn ? length - 1 : length));
  }

  private byte[] bytes() throws ConfigurationException {
    try (FileInputStream in = new FileInputStream(path.toString())) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        bytes.write(buffer, 0, read);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      return bytesOrReason();
    }
  }

  /** The same by way of channels, which load many classes, and whose exceptions tell more. */
  private byte[] bytesOrReason() throws ConfigurationException {
    if (RealPath.isDirectory(path)) {
      throw mistake("a directory", "a file; name one in it, such as " + path.resolve(DEFAULT_NAME));
    }
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      if (namedBy == null) {
        throw mistake(
            "no such file",
            "a configuration; name yours by -javaagent:durable.jar=FILE or by "
                + VARIABLE
                + " in the environment, or write this one");
      }
      throw mistake(
          "no such file", "the one that " + namedBy + " names; correct the name or write it");
    } catch (AccessDeniedException e) {
      throw mistake(
          "no permission to read it",
          "a file that the user "
              + System.getProperty("user.name")
              + " may read; change its mode or owner");
    } catch (IOException e) {
      String reason =
          e instanceof FileSystemException ? ((FileSystemException) e).getReason() : e.getMessage();
      throw mistake("an error on reading it (" + reason + ")", "a readable file");
    }
  }

  private CharBuffer decoded(byte[] bytes) throws ConfigurationException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (!result.isError()) {
      return out;
    }
    int number = 1;
    int start = 0;
    for (int i = 0; i < out.length(); i++) {
      if (out.charAt(i) == '\n') {
        number++;
        start = i + 1;
      } else if (i == 0 && out.charAt(i) == BYTE_ORDER_MARK) {
        start = 1;
      }
    }
    String before = out.subSequence(start, out.length()).toString();
    int odd = bytes[in.position()] & 0xFF;
    throw new Line(path + ":" + number, before)
        .mistake(
            before.length(),
            "the byte 0x" + Integer.toHexString(odd).toUpperCase(Locale.ROOT),
            "UTF-8; save the file in that encoding");
  }

  private ConfigurationException mistake(String found, String expected) {
    return new ConfigurationException(path + ": found " + found + ", expected " + expected);
  }
}
