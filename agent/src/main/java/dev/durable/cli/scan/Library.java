package dev.durable.cli.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A jar or a directory with classes, what was found in it, and the jars that it contains. */
final class Library {
  final String name;
  final List<Place> places = new ArrayList<>();

  /** The declarations of its classes by their names, if they are wanted. */
  final Map<String, byte[]> shapes = new LinkedHashMap<>();

  final List<Library> nested = new ArrayList<>();

  /** What could not be read, and why. */
  final List<String> problems = new ArrayList<>();

  int classes;

  Library(String name) {
    this.name = name;
  }

  /** A jar within this one. */
  Library nested(String file) {
    Library library = new Library(name + "!/" + file);
    nested.add(library);
    return library;
  }

  int unsafe() {
    int unsafe = 0;
    for (Place place : places) {
      unsafe += place.risk.unsafe ? 1 : 0;
    }
    return unsafe;
  }

  /** What could not be read in any of these. */
  static List<String> problems(List<Library> libraries) {
    List<String> problems = new ArrayList<>();
    for (Library library : libraries) {
      problems.addAll(library.problems);
    }
    return problems;
  }

  /** How many there are, with how many classes. */
  static String counted(List<Library> libraries) {
    int classes = 0;
    for (Library library : libraries) {
      classes += library.classes;
    }
    return counted(classes, "class", "classes")
        + " in "
        + counted(libraries.size(), "library", "libraries");
  }

  static String counted(int count, String one, String more) {
    return String.format("%,d %s", count, count == 1 ? one : more);
  }

  /** This one and all that it contains, in their order. */
  void addAllTo(List<Library> all) {
    all.add(this);
    for (Library library : nested) {
      library.addAllTo(all);
    }
  }
}
