package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import dev.durable.tests.syscalls.Watched;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Methods with a barrier: what they have written in place is forced when they return. */
class BarriersTest extends StreamsTest {
  private static final String PROGRAMS = "dev.durable.programs.barriers.";
  private static final String SERVICE = PROGRAMS + "Service";
  private static final List<String> ONCE = List.of("fsync file");
  private static final List<String> NEVER = List.of();

  /** A child that protects what is below {@link #guarded}, with these barriers. */
  private Child childWith(Jdk jdk, String... barriers) throws IOException {
    var lines = new ArrayList<>(List.of(guarded + "/** stage-limit=none"));
    for (String barrier : barriers) {
      lines.add("barrier " + barrier);
    }
    return Child.on(jdk)
        .with("-Duser.home=" + base)
        .protecting(base.resolve("durable.conf"), lines.toArray(new String[0]));
  }

  private Watched withBarriers(Jdk jdk, String... barriers) throws IOException {
    Watched.needsStrace();
    return start(childWith(jdk, barriers));
  }

  /** With barriers on the methods that these tests call. */
  private Watched withBarriers(Jdk jdk) throws IOException {
    return withBarriers(
        jdk, SERVICE + ".declares*", SERVICE + ".is*", SERVICE + ".fails", SERVICE + ".sum");
  }

  /** The call of one of the application's methods, in which these are made. */
  private static Object[] within(String method, Object... calls) {
    var fields = new ArrayList<Object>(List.of("within", method));
    Collections.addAll(fields, calls);
    return fields.toArray();
  }

  private static String text(Object[] way) {
    return List.of(way) + ": ";
  }

  @OnEveryJdk
  void whatACallWritesInPlaceIsForcedOnceWhenItReturns(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = guarded.resolve("file");
    for (Object[] way :
        List.of(
            opening("s", "append-name", file),
            opening("s", "append-writer", file),
            opening("s", "output-stream", file, "WRITE"),
            opening("s", "buffered-writer", file, "APPEND"),
            opening("s", "byte-channel", file, "APPEND", "CREATE"),
            opening("s", "file-channel", file, "READ", "WRITE", "CREATE"),
            opening("s", "async", file, "READ", "WRITE", "CREATE"),
            opening("s", "random-rw", file))) {
      old(guarded, "file");
      ok(jvm, way);
      Object[] writing = {
        "put", "s", NEW, ";", "flush", "s", ";", "put", "s", NEW, ";", "flush", "s"
      };
      Watched.Traced call = jvm.trace(guarded, within("declares", writing));
      assertEquals("ok ", call.answer, () -> text(way));
      assertEquals(ONCE, call.commits(), () -> text(way) + call);
      assertEquals(2, call.count("write file"), () -> text(way) + call);
      assertEquals("fsync file", call.steps.get(call.steps.size() - 1), () -> text(way) + call);
      ok(jvm, "put", "s", NEW);
      ok(jvm, "flush", "s");
      Watched.Traced idle = jvm.trace(guarded, within("declares", "sum", "0", "0"));
      assertEquals(NEVER, idle.commits(), "what was written before the call");
      ok(jvm, "close", "s");
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void everyWayOfWritingCounts(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = guarded.resolve("file");
    Path source = old(free, "source");
    for (Object[] call :
        List.of(
            new Object[] {"gather", "s", "a", "b"},
            new Object[] {"take-in", "s", source},
            new Object[] {"take-once", "s", source},
            new Object[] {"pass-on", "s", source},
            new Object[] {"put-mapped", "s", source},
            new Object[] {"cut", "s", "3"})) {
      for (Object[] way :
          List.of(
              opening("s", "file-channel", file, "READ", "WRITE", "CREATE"),
              opening("s", "random-rw", file))) {
        if (call[0].equals("cut") && way[2].equals("random-rw") && jdk.feature() < 21) {
          continue; // RandomAccessFile.setLength is native there.
        }
        old(guarded, "file");
        ok(jvm, way);
        Watched.Traced traced = jvm.trace(guarded, within("declares", call));
        assertTrue(traced.answer.startsWith("ok "), () -> text(call) + traced);
        assertEquals(ONCE, traced.commits(), () -> text(call) + text(way) + traced);
        ok(jvm, "close", "s");
      }
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aNewNameIsForcedWithTheFile(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = guarded.resolve("file");
    Object[] calls = {"open", "s", "append-name", file, ";", "put", "s", NEW};
    Watched.Traced first = jvm.trace(guarded, within("declares", calls));
    assertEquals(List.of("fsync file", "fsync ."), first.commits(), first::toString);
    Watched.Traced second = jvm.trace(guarded, within("declares", "put", "s", NEW));
    assertEquals(ONCE, second.commits(), second::toString);
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void eachFileIsForcedOnceAndUnprotectedOnesNever(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    ok(jvm, "open", "a", "append-name", old(guarded, "a"));
    ok(jvm, "open", "b", "random-rw", old(guarded, "b"));
    ok(jvm, "open", "c", "append-name", old(guarded, "unwritten"));
    ok(jvm, "open", "d", "append-name", old(free, "d"));
    var calls = new ArrayList<Object>();
    for (int i = 0; i < 3; i++) {
      for (String slot : List.of("a", "b", "d")) {
        calls.addAll(List.of("put", slot, NEW, ";"));
      }
    }
    Watched.Traced call = jvm.trace(base, within("isStatic", calls.toArray()));
    assertEquals(List.of("fsync guarded/a", "fsync guarded/b"), call.commits(), call::toString);
    for (String slot : List.of("a", "b", "c", "d")) {
      ok(jvm, "close", slot);
    }
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aMethodThatThrowsForcesNothing(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Watched.Traced call = jvm.trace(guarded, within("fails", "put", "s", NEW));
    assertEquals("java.lang.IllegalStateException message=failed", call.answer);
    assertEquals(NEVER, call.commits(), call::toString);
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void nestedBarriersForceWhatIsNew(Jdk jdk) throws Exception {
    Watched jvm =
        withBarriers(jdk, SERVICE + ".declares*", SERVICE + ".catches", SERVICE + ".fails");
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Object[] inner = within("declaresNothing", "put", "s", NEW);
    Watched.Traced innerOnly = jvm.trace(guarded, within("declares", inner));
    assertEquals(ONCE, innerOnly.commits(), innerOnly::toString);

    Object[] before = {"put", "s", NEW, ";", "within", "declaresNothing", "sum", "0", "0"};
    Watched.Traced outerOnly = jvm.trace(guarded, within("declares", before));
    assertEquals(ONCE, outerOnly.commits(), outerOnly::toString);

    Object[] both = {"put", "s", NEW, ";", "within", "declaresNothing", "put", "s", NEW};
    Watched.Traced covered = jvm.trace(guarded, within("declares", both));
    assertEquals(List.of("write file", "write file", "fsync file"), covered.steps);

    Watched.Traced caught = jvm.trace(guarded, within("catches", within("fails", "put", "s", NEW)));
    assertEquals("ok caught", caught.answer);
    assertEquals(ONCE, caught.commits(), "what the inner method had written is the outer one's");
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatOtherThreadsWriteCountsForBarriersOfTheProcess(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk, SERVICE + ".declares", SERVICE + ".isStatic scope=process");
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    ok(jvm, "open", "a", "async", old(guarded, "other"), "WRITE");
    Watched.Traced ofThread = jvm.trace(guarded, within("declares", "thread", "put", "s", NEW));
    assertEquals(NEVER, ofThread.commits(), ofThread::toString);
    Watched.Traced ofProcess = jvm.trace(guarded, within("isStatic", "thread", "put", "s", NEW));
    assertEquals(ONCE, ofProcess.commits(), ofProcess::toString);
    Watched.Traced asynchronous = jvm.trace(guarded, within("isStatic", "put", "a", NEW));
    assertEquals(List.of("fsync other"), asynchronous.commits(), asynchronous::toString);
    Watched.Traced nothing = jvm.trace(guarded, within("isStatic", "sum", "0", "0"));
    assertEquals(NEVER, nothing.commits(), nothing::toString);
    ok(jvm, "close", "s");
    ok(jvm, "close", "a");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void aForceThatFailsIsThrownByTheMethodAndNeverTriedAgain(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = old(guarded, "file");
    String error = "java.nio.file.FileSystemException file=" + file + " other=null reason=";
    String earlier = error + "Input/output error (an earlier force has failed)";
    for (String method : List.of("declares", "declaresNothing")) {
      ok(jvm, "open", "s", "append-name", file);
      Object[] call = within(method, "put", "s", NEW);
      Watched.Traced undisturbed = jvm.trace(guarded, call);
      Watched.Traced failed =
          jvm.trace(List.of(undisturbed.failing("fsync file", 1, "EIO")), guarded, call);
      String declared = error + "Input/output error";
      String unchecked =
          "java.io.UncheckedIOException message=java.nio.file.FileSystemException: "
              + file
              + ": Input/output error";
      assertEquals(method.equals("declares") ? declared : unchecked, failed.answer);
      Watched.Traced again = jvm.trace(guarded, within("declares", "put", "s", NEW));
      assertEquals(earlier, again.answer, "no false success");
      assertEquals(NEVER, again.commits(), again::toString);
      assertEquals("0", ok(jvm, within("declares", "sum", "0", "0")), "nothing was written");
      Watched.Traced close = jvm.trace(guarded, "close", "s");
      assertEquals(earlier, close.answer);
      assertEquals(NEVER, close.commits(), close::toString);
    }
    ok(jvm, "open", "s", "append-name", file);
    assertEquals(ONCE, jvm.trace(guarded, within("declares", "put", "s", NEW)).commits());
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsForcedIsCountedAndWhatCouldNotBe(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Object[] call = within("declares", "put", "s", NEW);
    Watched.Traced forced = jvm.trace(guarded, call);
    jvm.trace(List.of(forced.failing("fsync file", 1, "EIO")), guarded, call);
    String counts = ok(jvm, "attribute", "OutcomesByRule");
    assertTrue(counts.contains("barrier=1,") && counts.contains("failed=1,"), counts);
    assertTrue(jvm.call("close", "s").contains("Input/output error"));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anErrorIsTheOuterMethodsTooIfItIsCaughtInBetween(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk, SERVICE + ".declares*", SERVICE + ".catches");
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "append-name", file);
    Object[] call = within("catches", within("declaresNothing", "put", "s", NEW));
    Watched.Traced undisturbed = jvm.trace(guarded, call);
    Watched.Traced failed =
        jvm.trace(List.of(undisturbed.failing("fsync file", 1, "EIO")), guarded, call);
    assertEquals(
        "java.io.UncheckedIOException message=java.nio.file.FileSystemException: "
            + file
            + ": Input/output error (an earlier force has failed)",
        failed.answer);
    assertTrue(jvm.call("close", "s").contains("Input/output error"));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void afterAWriteThatCouldNotBeNotedEachBarrierForcesAllThatIsOpen(Jdk jdk) throws Exception {
    Watched.needsStrace();
    Watched jvm = start(childWith(jdk, SERVICE + ".declares").with("-Xmx24m", "-XX:+UseSerialGC"));
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    ok(jvm, "open", "t", "append-name", old(guarded, "other"));
    assertEquals(ONCE, jvm.trace(guarded, within("declares", "put", "s", NEW)).commits());
    List<String> all = List.of("fsync file", "fsync other");
    Watched.Traced missed = jvm.trace(guarded, within("declares", "starved", "s", NEW));
    for (int i = 0; i < 20 && missed.answer.equals("ok "); i++) {
      // Another thread has given memory back in between, and the write was noted.
      assertEquals(ONCE, missed.commits(), missed.toString());
      missed = jvm.trace(guarded, within("declares", "starved", "s", NEW));
    }
    assertEquals("ok java.lang.OutOfMemoryError: Java heap space", missed.answer);
    assertEquals("write file", missed.steps.get(0), "written before memory was needed");
    assertEquals(all, missed.commits().stream().sorted().toList(), missed.toString());
    Watched.Traced later = jvm.trace(guarded, within("declares", "sum", "0", "0"));
    assertEquals(all, later.commits().stream().sorted().toList(), later::toString);
    ok(jvm, "close", "s");
    ok(jvm, "close", "t");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void manyThreadsShareForces(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    String slowly = "fsync:delay_enter=300000";
    Watched.Traced crowd =
        jvm.trace(List.of(slowly), guarded, "crowd", "declares", "24", "put", "s", NEW);
    assertEquals("ok 0", crowd.answer);
    assertEquals(24, crowd.count("write file"));
    assertEquals("fsync file", crowd.steps.get(crowd.steps.size() - 1), crowd::toString);
    assertTrue(crowd.commits().size() < 12, () -> crowd.commits().toString());
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsStagedIsNotForcedButByItsClose(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = old(guarded, "file");
    ok(jvm, "open", "s", "stream-file", file);
    Watched.Traced open = jvm.trace(guarded, within("declares", "put", "s", NEW));
    assertEquals(NEVER, open.commits(), open::toString);
    assertEquals(OLD, seen(file));
    Watched.Traced closed =
        jvm.trace(guarded, within("declares", "put", "s", NEW, ";", "close", "s"));
    assertEquals(NEW + NEW, seen(file));
    assertEquals(1, closed.count("fsync ."), closed::toString);
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatIsClosedInTheCallIsForcedByItsCloseAlone(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk);
    Path file = old(guarded, "file");
    Object[] calls = {"open", "s", "append-name", file, ";", "put", "s", NEW, ";", "close", "s"};
    Watched.Traced call = jvm.trace(guarded, within("declares", calls));
    assertEquals(ONCE, call.commits(), call::toString);
    endQuietly(jvm);
  }

  @OnEveryJdk
  void everyClassLoaderAndProxyReachesTheBarrier(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk, PROGRAMS + "Orders.place", PROGRAMS + "Apart.call");
    ok(jvm, "open", "s", "append-name", old(guarded, "file"));
    Watched.Traced apart = jvm.trace(guarded, "isolated", "put", "s", NEW);
    assertEquals("ok ", apart.answer);
    assertEquals(ONCE, apart.commits(), apart::toString);
    Watched.Traced proxied = jvm.trace(guarded, "proxied", "s", "commit", "put", "s", NEW);
    assertEquals("ok ", proxied.answer);
    assertEquals(
        List.of("write file", "fsync file", "write file", "fsync file"),
        proxied.steps,
        "what the proxy writes when the method has returned");
    ok(jvm, "close", "s");
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void anAnnotationNamesMethodsAlsoByOneThatHasIt(Jdk jdk) throws Exception {
    for (String annotation : List.of("Committed", "Durable")) {
      Watched jvm = withBarriers(jdk, "@" + PROGRAMS + "Marked$" + annotation);
      ok(jvm, "open", "s", "append-name", old(guarded, "file"));
      Watched.Traced call = jvm.trace(guarded, "named", PROGRAMS + "Marked", "put", "s", NEW);
      assertEquals("ok ", call.answer);
      assertEquals(ONCE, call.commits(), () -> annotation + call);
      ok(jvm, "close", "s");
      endQuietly(jvm);
    }
  }

  @OnOldestAndNewestJdk
  void aMethodDoesWhatItDidWithoutTheBarrier(Jdk jdk) throws Exception {
    Watched jvm = withBarriers(jdk, SERVICE + ".*", PROGRAMS + "*.*");
    assertEquals("12", ok(jvm, "sum", "3", "4"));
    assertEquals("-1", ok(jvm, "sum", "3", "" + Long.MAX_VALUE));
    assertEquals(
        "java.lang.IllegalStateException message=failed",
        jvm.call(within("fails", "sum", "0", "0")));
    endQuietly(jvm);
  }

  @OnOldestAndNewestJdk
  void whatHasMatchedNothingIsToldAtTheExit(Jdk jdk) throws Exception {
    Path configuration = base.resolve("durable.conf");
    Child.Result result =
        childWith(
                jdk,
                SERVICE + ".sum",
                SERVICE + ".sums",
                SERVICE + ".sum(int, int, ..)",
                "com.example.Service.sum",
                "@com.example.Durable")
            .call("sum\t3\t4");
    assertEquals("ok 12", result.out().strip());
    String place = "durable: " + configuration + ":";
    assertEquals(
        List.of(
            place
                + "3:9: barrier "
                + SERVICE
                + ".sums has matched nothing: "
                + SERVICE
                + " was loaded and has no such method; did you mean sum?",
            place
                + "4:9: barrier "
                + SERVICE
                + ".sum(int, int, ..) has matched nothing: there are other parameters: "
                + SERVICE
                + ".sum(int, long, double[])",
            place
                + "5:9: barrier com.example.Service.sum has matched nothing: no such class was"
                + " loaded, but "
                + SERVICE
                + " is there",
            place + "6:9: barrier @com.example.Durable has matched nothing: nothing has it"),
        result.warnings().lines().toList());
  }

  @OnOldestAndNewestJdk
  void noClassOfTheApplicationIsLoadedEarly(Jdk jdk) throws Exception {
    String calls =
        "open\ts\tappend-name\t" + guarded.resolve("file") + "\nproxied\ts\tb\tput\ts\ta";
    List<String> without = loaded(child(jdk, "stage-limit=none"), calls);
    assertTrue(without.contains(PROGRAMS + "Orders$Plain"), without::toString);
    String[] barriers = {PROGRAMS + "*.*", PROGRAMS + "Orders.place", "@com.example.Durable"};
    assertEquals(without, loaded(childWith(jdk, barriers), calls));
  }

  /** The program's classes in the order in which they are loaded. */
  private static List<String> loaded(Child child, String calls) throws Exception {
    return child.with("-verbose:class").call(calls).lines().stream()
        .map(line -> line.replaceAll(".*?(dev\\.durable\\.programs\\.[\\w.$]+)[ \\]].*", "$1"))
        .filter(line -> line.startsWith("dev.durable.programs.") && !line.contains("$$Lambda"))
        .toList();
  }

  @OnOldestAndNewestJdk
  void withoutBarriersNothingOfThemIsLoaded(Jdk jdk) throws Exception {
    String loaded = child(jdk).with("-verbose:class").call("sum\t3\t4").out();
    assertTrue(loaded.contains(SERVICE), "the list of classes");
    assertFalse(loaded.contains("dev.durable.barriers"), "the room");
    assertFalse(loaded.contains("bytebuddy"), "the library");
    assertFalse(loaded.contains("DurableBarrier"), "the gate");
    String with = childWith(jdk, SERVICE + ".sum").with("-verbose:class").call("sum\t3\t4").out();
    assertTrue(with.contains("DurableBarrier") && with.contains("bytebuddy"), "with a barrier");
  }
}
