package dev.durable.programs.libraries;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.prefs.Preferences;
import org.w3c.dom.Element;

/** The user's {@link Preferences}, as the JDK keeps them on Unix. */
final class PreferenceFiles {
  private static final String DIRECTORY = ".java/.userPrefs/";

  private PreferenceFiles() {}

  static void addTo(Map<String, Way> ways) {
    ways.put(
        "Preferences.flush",
        new Way(Way.Kind.RENAMES, PreferenceFiles::flush, PreferenceFiles::read)
            .to(DIRECTORY + "prefs.xml"));
  }

  private static void flush(File file, Lines lines) throws Exception {
    // Looked at when preferences are first used.
    File root = file.getParentFile().getParentFile().getParentFile();
    System.setProperty("java.util.prefs.userRoot", root.getPath());
    Preferences preferences = Preferences.userRoot();
    for (Map.Entry<String, String> line : lines.map().entrySet()) {
      preferences.put(line.getKey(), line.getValue());
    }
    preferences.flush();
  }

  private static List<String> read(File file) throws Exception {
    Map<String, String> entries = new LinkedHashMap<>();
    for (Element entry : XmlFiles.elements(file, "entry")) {
      entries.put(entry.getAttribute("key"), entry.getAttribute("value"));
    }
    return Lines.of(entries);
  }
}
