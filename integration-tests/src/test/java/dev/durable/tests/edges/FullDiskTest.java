package dev.durable.tests.edges;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;

/** A full disk fails the write, in the file's name, and costs nothing of what was there. */
class FullDiskTest extends EdgeTest {
  private static final int LENGTH = 300_000;
  private static final int LONGER = 2_000_000;

  @BeforeAll
  static void needsMounts() {
    Machine.needsRoot();
  }

  /** Makes a small file system. */
  @FunctionalInterface
  private interface Disk {
    void mountAt(Path directory) throws Exception;
  }

  private void onSmallDisks(Jdk jdk, Check check) throws Exception {
    for (Disk disk :
        List.<Disk>of(
            directory -> mount(directory, "-t", "tmpfs", "-o", "size=2m", "small"),
            directory -> mountExt4(directory, 8))) {
      Path home = newDirectory();
      Path small = directory(home, "small", "755");
      disk.mountAt(small);
      check.on(jdk, home, small);
    }
  }

  @FunctionalInterface
  private interface Check {
    void on(Jdk jdk, Path home, Path small) throws Exception;
  }

  /** Takes all the room that is left. */
  private static void fill(Path small) throws IOException {
    for (int size = 1 << 20; size > 0; size /= 4) {
      try {
        for (int i = 0; ; i++) {
          Files.write(small.resolve("filler-" + size + "-" + i), new byte[size]);
        }
      } catch (IOException full) {
        // As meant.
      }
    }
  }

  private static byte[] oldContent() {
    return "old content ".repeat(LENGTH / 12).getBytes();
  }

  private static String full(Path file) {
    return "java.nio.file.FileSystemException file=%s other=null reason=No space left on device"
        .formatted(file);
  }

  @OnOldestAndNewestJdk
  void theOldContentStands(Jdk jdk) throws Exception {
    onSmallDisks(
        jdk,
        (on, home, small) -> {
          Path file = Files.write(small.resolve("file"), oldContent());
          Path fresh = small.resolve("fresh");
          fill(small);
          Snapshot before = Snapshot.of(small);

          Child.Result result =
              child(on, User.SELF)
                  .protecting(home.resolve("durable.conf"), small + "/**")
                  .call(
                      line("fill", file, LONGER),
                      line("fill", file, LENGTH),
                      line("fill", file, LENGTH, "WRITE"),
                      line("lines", file, "line\n".repeat(100_000)),
                      line("fill", fresh, LONGER, "CREATE_NEW"),
                      line("fill", fresh, LONGER))
                  .quietly();

          assertEquals(
              List.of(full(file), full(file), full(file), full(file), full(fresh), full(fresh)),
              result.lines());
          assertEquals(before, Snapshot.of(small), "nothing changed, nothing left over");
        });
  }

  @OnOldestAndNewestJdk
  void roomForTwoVersionsIsEnoughForAnyNumberOfReplacements(Jdk jdk) throws Exception {
    Path home = newDirectory();
    Path small = directory(home, "small", "755");
    mountExt4(small, 8);
    long half = (long) (small.toFile().getUsableSpace() / 2.2);
    Path file = small.resolve("file");
    var calls = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      calls.add(line("fill", file, half));
    }

    Child.Result result =
        child(jdk, User.SELF)
            .protecting(home.resolve("durable.conf"), small + "/**")
            .call(calls.toArray(new String[0]));

    assertEquals(Collections.nCopies(calls.size(), "ok " + file), result.lines());
    assertEquals(half, Files.size(file));
  }

  @OnOldestAndNewestJdk
  void anAppendMayBePartlyThereBehindTheOldContent(Jdk jdk) throws Exception {
    onSmallDisks(
        jdk,
        (on, home, small) -> {
          Path file = Files.write(small.resolve("file"), oldContent());

          Child.Result result =
              child(on, User.SELF)
                  .protecting(home.resolve("durable.conf"), small + "/**")
                  .call(line("fill", file, 8 * LONGER, "APPEND"))
                  .quietly();

          assertEquals(List.of(full(file)), result.lines());
          assertTrue(Files.readString(file).startsWith(new String(oldContent())));
        });
  }

  @OnOldestAndNewestJdk
  void aFileThatIsWrittenInPlaceKeepsItsOldContent(Jdk jdk) throws Exception {
    // With a safety copy on another disk, and with nowhere for one.
    onSmallDisks(
        jdk,
        (on, home, small) -> {
          Path file = Files.write(small.resolve("file"), oldContent());
          Files.createLink(small.resolve("link"), file);
          List<Child> children = new ArrayList<>();
          for (Path place : new Path[] {home, small}) {
            children.add(
                child(on, User.SELF)
                    .with("-Duser.home=" + place)
                    .protecting(place.resolve("durable.conf"), small + "/**"));
          }
          fill(small);
          Snapshot before = Snapshot.of(small);

          for (Child child : children) {
            Child.Result result = child.call(line("fill", file, LONGER));
            assertEquals(List.of(full(file)), result.lines());
            assertEquals(before, Snapshot.of(small));
          }
        });
  }

  @OnOldestAndNewestJdk
  void whatNeedsNoMoreRoomIsStillWrittenInPlace(Jdk jdk) throws Exception {
    onSmallDisks(
        jdk,
        (on, home, small) -> {
          Path file = Files.write(small.resolve("file"), oldContent());
          Files.createLink(small.resolve("link"), file);
          fill(small);

          Child.Result result =
              child(on, User.SELF)
                  .protecting(home.resolve("durable.conf"), small + "/**")
                  .call(line("fill", file, oldContent().length), line("write", file, "short"));

          assertEquals(List.of("ok " + file, "ok " + file), result.lines());
          assertEquals("short", Files.readString(small.resolve("link")));
          assertFalse(Files.exists(home.resolve(".durable-safety~")));
        });
  }

  @OnOldestAndNewestJdk
  void aMoveFromAnotherDiskLeavesBothAsTheyWere(Jdk jdk) throws Exception {
    onSmallDisks(
        jdk,
        (on, home, small) -> {
          Path target = Files.write(small.resolve("target"), oldContent());
          fill(small);
          Snapshot before = Snapshot.of(small);
          Path source = Files.write(home.resolve("source"), new byte[LONGER]);

          Child.Result result =
              child(on, User.SELF)
                  .protecting(home.resolve("durable.conf"), small + "/**")
                  .call(line("move", source, target, "REPLACE_EXISTING"))
                  .quietly();

          assertEquals(List.of(full(target)), result.lines());
          assertEquals(before, Snapshot.of(small));
          assertEquals(LONGER, Files.size(source));
        });
  }
}
