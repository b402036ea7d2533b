package dev.durable.programs.streams;

import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;

/** Stores a value of the user's preferences. */
public final class StoredPreferences {
  private StoredPreferences() {}

  public static void main(String[] arguments) throws BackingStoreException {
    Preferences preferences = Preferences.userRoot().node("durable/tests");
    preferences.put("key", arguments[0]);
    preferences.flush();
  }
}
