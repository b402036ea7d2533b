package dev.durable.programs;

import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;

/**
 * Prints what a {@code WatchService} tells of a directory, a line {@code KIND NAME} for each event,
 * until a file of the name "end" appears; first "watching".
 */
public final class Watcher {
  private Watcher() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Paths.get(arguments[0]);
    try (WatchService service = directory.getFileSystem().newWatchService()) {
      directory.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      System.out.println("watching");
      while (true) {
        WatchKey key = service.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          if (String.valueOf(event.context()).equals("end")) {
            return;
          }
          System.out.println(event.kind().name() + " " + event.context());
        }
        key.reset();
      }
    }
  }
}
