package dev.durable.cli.scan;

/** What a crash, or a power cut, can do to a file that is written as a call does it. */
enum Risk {
  TRUNCATES(
      true,
      "the file is emptied, then written: a crash in between leaves it empty or torn, and a power"
          + " cut can do so for seconds afterwards"),
  UNLINKS(
      true,
      "the target is removed before the new file is there: a crash in between leaves no file of that name"),
  RENAMES(
      true,
      "a file is renamed whose class never forces one: after a power cut it may be there and be"
          + " empty"),
  OVERWRITES(
      true,
      "the file is changed in place by a class that never forces one: a crash leaves a part of the"
          + " new in the old"),
  APPENDS(
      false,
      "what was appended is not forced: its end may be missing after a power cut, or be zeros"),
  CREATES(false, "a new file that is not forced may be missing, empty or torn after a power cut"),
  NAMES(false, "the directory is not forced: a name may be missing, or be back, after a power cut"),
  DEPENDS(false, "it depends on arguments that are not known before the call"),
  CHILD(false, "another process writes"),
  FORCES(false, "the class forces what it writes, or the call does so itself");

  /** Whether data that was safe on disk before the call can be lost, or be a mixture. */
  final boolean unsafe;

  final String meaning;

  Risk(boolean unsafe, String meaning) {
    this.unsafe = unsafe;
    this.meaning = meaning;
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
