package dev.durable.hooks;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Guards {@code javax.imageio.ImageIO}, which deletes a file before it writes it anew: the file is
 * left there, and replaced by what is written.
 */
public final class ImageHooks {
  /** The file that this thread is writing anew. */
  private static final ThreadLocal<String> WRITTEN = new ThreadLocal<>();

  private ImageHooks() {}

  /**
   * As {@code ImageIO.write}.
   *
   * @param image a {@code RenderedImage}, of a module that may not be there
   */
  public static Boolean write(Object image, String format, File output) throws IOException {
    if (output == null || WRITTEN.get() != null || Protection.policyFor(output) == null) {
      return null;
    }
    WRITTEN.set(output.getPath());
    try {
      return (Boolean) plain().invoke(null, image, format, output);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException) {
        throw (IOException) cause;
      }
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      throw (Error) cause;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      WRITTEN.remove();
    }
  }

  private static Method plain() throws ReflectiveOperationException {
    for (Method method : Class.forName("javax.imageio.ImageIO").getMethods()) {
      Class<?>[] parameters = method.getParameterTypes();
      if (method.getName().equals("write") && parameters[parameters.length - 1] == File.class) {
        return method;
      }
    }
    throw new NoSuchMethodException("write");
  }

  /** Whether a file is being written anew by this thread. */
  static boolean isWritten(String path) {
    return path.equals(WRITTEN.get());
  }
}
