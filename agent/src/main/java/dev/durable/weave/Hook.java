package dev.durable.weave;

import java.util.List;

/** A static method that guards others. */
final class Hook {
  /** Its class, as the JVM writes its name. */
  final String owner;

  final String name;

  /** What it takes, the object itself first unless the guarded method is static, and its answer. */
  final String descriptor;

  private List<String> parameters;

  Hook(String owner, String name, String descriptor) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
  }

  String type() {
    return owner.substring(owner.lastIndexOf('/') + 1);
  }

  /** The types of what it takes. */
  List<String> parameters() {
    if (parameters == null) {
      parameters = Descriptor.parameters(descriptor);
    }
    return parameters;
  }

  String answer() {
    return Descriptor.result(descriptor);
  }

  /** Its name in the gate, where the hooks of all classes meet. */
  String gateName() {
    return type() + '$' + name;
  }

  @Override
  public String toString() {
    return name + descriptor;
  }
}
