package dev.durable.barriers;

import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.type.TypeDescription;

/** Whether something has an annotation: itself, or by an annotation that has it. */
final class Annotations {
  /** Annotations may have each other. */
  private static final int DEEPEST = 4;

  private Annotations() {}

  static boolean has(AnnotationSource source, String annotation) {
    return has(source, annotation, 0);
  }

  private static boolean has(AnnotationSource source, String annotation, int depth) {
    for (AnnotationDescription declared : declared(source)) {
      TypeDescription type = declared.getAnnotationType();
      if (type.getName().equals(annotation)
          || depth < DEEPEST
              && !type.getName().startsWith("java.")
              && has(type, annotation, depth + 1)) {
        return true;
      }
    }
    return false;
  }

  /** The annotation of the same simple name, if there is one; else null. */
  static String namesake(AnnotationSource source, String annotation) {
    String end = annotation.substring(annotation.lastIndexOf('.'));
    for (AnnotationDescription declared : declared(source)) {
      String name = declared.getAnnotationType().getName();
      if (name.endsWith(end)) {
        return name;
      }
    }
    return null;
  }

  private static AnnotationList declared(AnnotationSource source) {
    try {
      return source.getDeclaredAnnotations();
    } catch (RuntimeException e) {
      return new AnnotationList.Empty(); // There is no file of it.
    }
  }
}
