package dev.durable.tests.syscalls;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a power cut might still take away after a number of system calls: contents and names that
 * were changed and not forced since. The force of a file brings its new name along, as it does on
 * ext4, XFS and btrfs; that of a directory, the names in it.
 */
final class Unforced {
  private final Set<String> contents = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> there;

  private Unforced(Set<String> there) {
    this.there = new HashSet<>(there);
  }

  /**
   * What is left unforced.
   *
   * @param there the names of the files that were there before
   */
  static Set<String> after(Trace trace, Set<String> there) {
    var unforced = new Unforced(there);
    for (SystemCall call : trace.calls()) {
      if (call.error() == null) {
        String verb = call.exactVerb();
        unforced.add(verb, trace.what(call).substring(verb.length() + 1).split(" -> "));
      }
    }
    var all = new TreeSet<>(unforced.contents);
    all.addAll(unforced.names);
    return all;
  }

  private void add(String verb, String[] files) {
    String first = files[0];
    String last = files[files.length - 1];
    switch (verb) {
      case "write", "truncate", "overwrite" -> contents.add(last);
      case "open or create", "create" -> made(last);
      case "fsync", "fdatasync" -> {
        contents.remove(last);
        if (there.contains(last)) {
          names.remove(last);
        }
        names.removeIf(name -> parent(name).equals(last));
      }
      case "rename" -> {
        there.add(last);
        names.add(last);
        if (!parent(first).equals(parent(last))) {
          names.add(first);
        } else {
          names.remove(first);
        }
        there.remove(first);
        contents.remove(last);
        if (contents.remove(first)) {
          contents.add(last);
        }
      }
      case "link", "symlink", "mkdir" -> made(last);
      case "unlink", "rmdir" -> {
        there.remove(last);
        contents.remove(last);
        names.removeIf(name -> parent(name).equals(last));
        names.add(last);
      }
      default -> {}
    }
  }

  private void made(String name) {
    if (there.add(name)) {
      names.add(name);
    }
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? name.equals(".") ? "" : "." : name.substring(0, slash);
  }
}
