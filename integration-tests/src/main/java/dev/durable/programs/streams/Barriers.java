package dev.durable.programs.streams;

import dev.durable.programs.barriers.Apart;
import dev.durable.programs.barriers.Bundled;
import dev.durable.programs.barriers.Derived;
import dev.durable.programs.barriers.Enhanced;
import dev.durable.programs.barriers.Orders;
import dev.durable.programs.barriers.Retransforming;
import dev.durable.programs.barriers.Service;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Calls within calls of an application's methods.
 *
 * <pre>
 * within  METHOD CALL... [; CALL...]  a method of {@link Service} makes these calls; the last of
 *                                     them may be another one of this kind
 * proxied SLOT TEXT CALL...           {@link Orders} make that call, by a proxy that writes a text
 *                                     when they have returned
 * isolated CALL...                    a method of {@link Apart} does, in a class loader of its own
 * named   CLASS CALL...               the static method {@code call} of that class does
 * derived SLOT TEXT CALL...           {@link Service#declares} makes that call, in an object of a
 *                                     {@link Derived} class, which writes a text afterwards
 * enhanced SLOT TEXT CALL...          the same with an object of an {@link Enhanced} class
 * bundled JAR CACHE CALL...           the method of {@link Apart} does, in an OSGi bundle
 * retransform CLASS                   another agent has the class transformed anew
 * starved SLOT TEXT                   writes it when there is no memory left; tells what it throws
 * thread  CALL...                     another thread makes that call, and is waited for
 * crowd   METHOD COUNT CALL...        so many threads make it at once, each within the method
 * sum     TIMES EACH                  a method that writes nothing
 * </pre>
 */
final class Barriers {
  private Barriers() {}

  static void addTo(Map<String, Verbs.Verb> verbs) {
    verbs.put("within", fields -> within(fields[1], () -> all(fields, 2)));
    verbs.put("proxied", fields -> proxied(fields[1], fields[2]).place(() -> all(fields, 3)));
    verbs.put("isolated", Barriers::isolated);
    verbs.put("named", fields -> named(Class.forName(fields[1]), fields));
    verbs.put(
        "derived",
        fields -> Derived.service(() -> put(fields[1], fields[2])).declares(() -> all(fields, 3)));
    verbs.put(
        "enhanced",
        fields -> Enhanced.service(() -> put(fields[1], fields[2])).declares(() -> all(fields, 3)));
    verbs.put(
        "bundled",
        fields -> Bundled.call(new File(fields[1]), new File(fields[2]), () -> all(fields, 3)));
    verbs.put("retransform", fields -> Retransforming.retransform(Class.forName(fields[1])));
    verbs.put(
        "starved",
        fields -> Starved.write((OutputStream) Handles.get(fields[1]), fields[2].getBytes()));
    verbs.put("thread", fields -> result(start(() -> all(fields, 1))));
    verbs.put("crowd", Barriers::crowd);
    verbs.put("sum", Barriers::sum);
  }

  private static Object within(String method, Service.Work work) throws IOException {
    Service service = new Service();
    switch (method) {
      case "declares":
        return service.declares(work);
      case "declaresNothing":
        return service.declaresNothing(work);
      case "isStatic":
        return Service.isStatic(work);
      case "fails":
        return service.fails(work);
      case "catches":
        return service.catches(work);
      default:
        throw new IllegalArgumentException(method);
    }
  }

  /** Makes the calls from there on. */
  private static Object all(String[] fields, int from) throws IOException {
    Object last = null;
    int start = from;
    while (start < fields.length) {
      int end = start;
      while (end < fields.length && (fields[start].equals("within") || !fields[end].equals(";"))) {
        end++;
      }
      try {
        last = Verbs.make(Arrays.copyOfRange(fields, start, end));
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      start = end + 1;
    }
    return last;
  }

  private static Object put(String slot, String text) throws Exception {
    return Verbs.make(new String[] {"put", slot, text});
  }

  /** As frameworks make them for transactions, which they commit when the method has returned. */
  private static Orders proxied(String slot, String text) {
    Orders target = new Orders.Plain();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object result = method.invoke(target, arguments);
          put(slot, text);
          return result;
        };
    return (Orders)
        Proxy.newProxyInstance(
            Orders.class.getClassLoader(), new Class<?>[] {Orders.class}, handler);
  }

  private static Object isolated(String[] fields) throws Exception {
    URL here = Apart.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {here}, null)) {
      Callable<Object> work = () -> all(fields, 1);
      return loader
          .loadClass(Apart.class.getName())
          .getMethod("call", Callable.class)
          .invoke(null, work);
    }
  }

  private static Object named(Class<?> type, String[] fields) throws Exception {
    Callable<Object> work = () -> all(fields, 2);
    return type.getMethod("call", Callable.class).invoke(null, work);
  }

  private static FutureTask<Object> start(Callable<Object> work) {
    FutureTask<Object> task = new FutureTask<>(work);
    new Thread(task).start();
    return task;
  }

  private static Object result(FutureTask<Object> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Object crowd(String[] fields) throws Exception {
    int count = Integer.parseInt(fields[2]);
    CountDownLatch ready = new CountDownLatch(count);
    List<FutureTask<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          start(
              () -> {
                ready.countDown();
                ready.await();
                return within(fields[1], () -> all(fields, 3));
              }));
    }
    int failed = 0;
    for (FutureTask<Object> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        failed++;
      }
    }
    return failed;
  }

  private static Object sum(String[] fields) {
    return Service.sum(Integer.parseInt(fields[1]), Long.parseLong(fields[2]), new double[] {0});
  }
}
