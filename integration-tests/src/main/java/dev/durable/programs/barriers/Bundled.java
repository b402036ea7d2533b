package dev.durable.programs.barriers;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A bundle in an OSGi framework that gives bundles nothing but what they import. */
public final class Bundled {
  private Bundled() {}

  /** {@link Apart#call} of the bundle does the work. */
  public static Object call(File jar, File cache, Callable<?> work) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, cache.getPath());
    // Else Felix looks elsewhere if it guesses that a class is asked for by somebody outside.
    settings.put("felix.bootdelegation.implicit", "false");
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class).iterator().next().newFramework(settings);
    framework.start();
    try {
      Bundle bundle = framework.getBundleContext().installBundle(jar.toURI().toString());
      bundle.start();
      Class<?> apart = bundle.loadClass(Apart.class.getName());
      if (apart == Apart.class) {
        throw new BundleException("not the bundle's");
      }
      return apart.getMethod("call", Callable.class).invoke(null, work);
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }
}
