package dev.durable.tests.libraries;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;

/** Things that many tests look at, each made once. If that fails, it has failed for all of them. */
final class Once<T> {
  private final Map<String, FutureTask<T>> made = new ConcurrentHashMap<>();

  T get(String name, Callable<T> make) throws Exception {
    FutureTask<T> task = made.computeIfAbsent(name, first -> new FutureTask<>(make));
    task.run();
    return task.get();
  }
}
