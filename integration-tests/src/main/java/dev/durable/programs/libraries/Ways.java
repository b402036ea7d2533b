package dev.durable.programs.libraries;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** All ways by their names, which are unique and fit for a directory. */
public final class Ways {
  private static final Map<String, Way> ALL = new LinkedHashMap<>();

  static {
    Texts.addTo(ALL);
    PropertyFiles.addTo(ALL);
    ObjectFiles.addTo(ALL);
    XmlFiles.addTo(ALL);
    Images.addTo(ALL);
    Zips.addTo(ALL);
    Keys.addTo(ALL);
    PreferenceFiles.addTo(ALL);
    Guava.addTo(ALL);
    CommonsIo.addTo(ALL);
    Json.addTo(ALL);
    Yamls.addTo(ALL);
    Jaxb.addTo(ALL);
  }

  private Ways() {}

  public static Map<String, Way> all() {
    return Collections.unmodifiableMap(ALL);
  }
}
