package dev.durable.cli.scan;

import java.util.ArrayList;
import java.util.List;

/** A jar or a directory with classes, what was found in it, and the jars that it contains. */
final class Library {
  final String name;
  final List<Place> places = new ArrayList<>();
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

  /** This one and all that it contains, in their order. */
  void addAllTo(List<Library> all) {
    all.add(this);
    for (Library library : nested) {
      library.addAllTo(all);
    }
  }
}
