package dev.durable.weave;

import java.util.List;

/**
 * The ways in which a hook takes part in a method. Apart from {@link #INSTEAD}, a hook takes as
 * many of the object itself and the parameters as it wants to see, by these types or less special
 * ones.
 */
enum Form {
  /**
   * Asked at the method's head, with all of the parameters: an answer, if it isn't null, is
   * returned at once. It is boxed where the method returns a primitive, and {@code true} where the
   * method returns nothing.
   */
  INSTEAD,

  /**
   * Called at the method's head; its answer takes the place of the last object that it was given.
   */
  SWAP,

  /** Called at the method's head. */
  BEFORE,

  /** Called whenever the method is about to return. */
  AFTER,

  /** Called when the method fails with an IOException, before that reaches the caller. */
  FAILED,

  /** Called when the method is about to return, or fails with whatever it may be. */
  FINALLY;

  /** Whether a hook belongs to a method with these first local variables and this result. */
  boolean fits(Hook hook, List<String> locals, String returned) {
    List<String> parameters = hook.parameters();
    String answer = hook.answer();
    if (this == INSTEAD) {
      return parameters.size() == locals.size()
          && sees(parameters, locals, 1)
          && answer.equals(answerFor(returned));
    }
    return parameters.size() <= locals.size()
        && sees(parameters, locals, parameters.size())
        && (this != SWAP || Descriptor.isObject(answer));
  }

  /**
   * Whether the hook's parameters are the first of {@code locals}; so many of them may be of less
   * special classes. (The first may be the object itself, of a class that no hook can name.)
   */
  private static boolean sees(List<String> parameters, List<String> locals, int lessSpecial) {
    for (int i = 0; i < parameters.size(); i++) {
      String parameter = parameters.get(i);
      String local = locals.get(i);
      boolean both = Descriptor.isObject(parameter) && Descriptor.isObject(local);
      if (!parameter.equals(local) && !(i < lessSpecial && both)) {
        return false;
      }
    }
    return true;
  }

  /** The type of an answer, or null for "no answer", of a method that returns {@code type}. */
  private static String answerFor(String type) {
    switch (type.charAt(0)) {
      case 'V':
      case 'Z':
        return "Ljava/lang/Boolean;";
      case 'J':
        return "Ljava/lang/Long;";
      case 'L':
      case '[':
        return type;
      default:
        return null;
    }
  }
}
