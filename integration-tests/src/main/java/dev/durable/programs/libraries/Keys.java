package dev.durable.programs.libraries;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** {@link KeyStore#store}: the lines are a secret key of great length. */
final class Keys {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final String KEY = "lines";

  private Keys() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "KeyStore.store",
        new Way(Way.Kind.PIECEWISE, Keys::store, Keys::load).withTimesOrRandomNumbers());
  }

  private static void store(File file, Lines lines) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, PASSWORD);
    keys.setKeyEntry(KEY, new SecretKeySpec(lines.bytes(), "AES"), PASSWORD, null);
    try (OutputStream out = new InTwoHalves(new FileOutputStream(file), lines)) {
      keys.store(out, PASSWORD);
    }
  }

  private static List<String> load(File file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      keys.load(in, PASSWORD);
    }
    byte[] key = keys.getKey(KEY, PASSWORD).getEncoded();
    return Arrays.asList(new String(key, StandardCharsets.UTF_8).split("\n"));
  }

  /** The store writes all at once: this meets the middle in between. */
  private static final class InTwoHalves extends FilterOutputStream {
    private final Lines lines;

    InTwoHalves(OutputStream out, Lines lines) {
      super(out);
      this.lines = lines;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length / 2);
      lines.get(lines.size() / 2);
      out.write(bytes, from + length / 2, length - length / 2);
    }
  }
}
