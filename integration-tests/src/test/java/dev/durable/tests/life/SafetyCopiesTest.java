package dev.durable.tests.life;

import static dev.durable.tests.Child.line;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.durable.programs.Fingerprint;
import dev.durable.tests.Child;
import dev.durable.tests.Jdk;
import dev.durable.tests.Machine;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file with several names is overwritten in place, which a crash can cut off. */
class SafetyCopiesTest {
  private static final String FINGERPRINT = "dev.durable.programs.Fingerprint";

  /** Large enough to be met while it is being overwritten. */
  private static final int OLD_LENGTH = 40_000_000;

  private static final int NEW_LENGTH = 60_000_000;
  private static final int SHORT_LENGTH = 100_000;
  private static final long IMAGE_LENGTH = 400_000_000;
  private static final int ATTEMPTS = 10;

  @TempDir Path directory;

  private Path data;
  private Path copies;
  private Path file;
  private Path otherName;
  private String oldFingerprint;

  @BeforeEach
  void aFileWithTwoNames() throws IOException {
    Machine.needsLinux();
    aFileWithTwoNamesIn(Files.createDirectory(directory.resolve("data")));
  }

  private void aFileWithTwoNamesIn(Path place) throws IOException {
    data = place;
    copies = data.resolve(".durable-safety~");
    file = Files.write(data.resolve("file"), new byte[OLD_LENGTH]);
    otherName = Files.createLink(data.resolve("other-name"), file);
    oldFingerprint = Fingerprint.of(file);
  }

  @OnOldestAndNewestJdk
  void aKilledOverwriteIsFinishedBeforeTheNextMainCanReadTheFile(Jdk jdk) throws Exception {
    String whole = killInMidOverwrite(jdk);
    assertFinished(whole, fingerprint(jdk));
  }

  @OnOldestAndNewestJdk
  void soItIsInAnotherContainer(Jdk jdk) throws Exception {
    Container.needed();
    String whole = killInMidOverwrite(jdk, Container.COMMAND);
    var next = agent(jdk, Container.COMMAND).run("", FINGERPRINT, file.toString());
    assertFinished(whole, next);
  }

  @OnOldestAndNewestJdk
  void soItIsWhenTheDeviceHasAnotherNumberByThen(Jdk jdk) throws Exception {
    // As after a restart of the machine: another image has the loop device that this one had.
    Machine.needsRoot();
    Machine.needs("mkfs.ext4");
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path image = image("image");
    run("mkfs.ext4", "-q", image);
    run("mount", "-o", "loop", image, disk);
    String device = run("findmnt", "-n", "-o", "SOURCE", disk).strip();
    Object number;
    String whole;
    try {
      aFileWithTwoNamesIn(disk);
      whole = killInMidOverwrite(jdk);
      number = Files.getAttribute(file, "unix:dev");
    } finally {
      run("umount", disk);
    }
    run("losetup", device, image("other"));
    try {
      run("mount", "-o", "loop", image, disk);
      try {
        assertNotEquals(number, Files.getAttribute(file, "unix:dev"));
        assertFinished(whole, fingerprint(jdk));
      } finally {
        run("umount", disk);
      }
    } finally {
      run("losetup", "-d", device);
    }
  }

  @OnOldestAndNewestJdk
  void soItIsWhenTheDirectoryTookLongToForceBeforeTheOverwriteBegan(Jdk jdk) throws Exception {
    Machine.needs("strace");
    String[] slowAndCutOff = {
      "strace",
      "-f",
      "-o",
      "/dev/null",
      "-P",
      copies.toString(),
      "-P",
      file.toString(),
      "-e",
      "inject=fsync:delay_enter=4000000",
      "-e",
      "inject=ftruncate:signal=KILL"
    };
    var killed = agent(jdk, slowAndCutOff).call(line("fill", file, SHORT_LENGTH));
    assertEquals("", killed.out(), killed.err());
    assertTrue(aCopyIsReady());
    assertEquals(OLD_LENGTH, Files.size(file));
    assertFinished(wholeFingerprint(SHORT_LENGTH), fingerprint(jdk));
  }

  private Path image(String name) throws IOException {
    Path image = directory.resolve(name);
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(IMAGE_LENGTH);
    }
    return image;
  }

  private static String run(Object... command) throws IOException {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.onExit().join().exitValue(), () -> words + ": " + said);
    return said;
  }

  private void assertFinished(String whole, Child.Result next) throws IOException {
    assertEquals(List.of(whole), next.lines(), "what main read");
    assertEquals(finishedLine(), beforeTheFirstLine(next));
    assertWholeUnderBothNames(whole);
  }

  /** What the agent said while it started; and it said nothing more. */
  private static String beforeTheFirstLine(Child.Result result) {
    assertEquals(0, result.exit(), result.err());
    return result.err().substring(0, result.err().lastIndexOf("durable: "));
  }

  private String finishedLine() {
    return "durable: "
        + file
        + " was being overwritten when a crash came; finished from its safety copy\n";
  }

  private void assertWholeUnderBothNames(String whole) throws IOException {
    assertEquals(whole, Fingerprint.of(file));
    assertTrue(Files.isSameFile(file, otherName));
    assertEquals(List.of(), Leftovers.in(data));
  }

  @OnOldestAndNewestJdk
  void aStartThatIsKilledWhileItFinishesLeavesThatToTheNext(Jdk jdk) throws Exception {
    String whole = killInMidOverwrite(jdk);
    FileTime before = wasAnHourAgo();
    try (var first = start(jdk)) {
      awaitChange(first, before);
      first.kill();
    }
    assertTrue(aCopyIsReady());
    assertFinished(whole, fingerprint(jdk));
  }

  private FileTime wasAnHourAgo() throws IOException {
    var then = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
    Files.setLastModifiedTime(file, then);
    try (var ready = Files.newDirectoryStream(copies)) {
      for (Path copy : ready) {
        Files.setLastModifiedTime(copy, then);
      }
    }
    return Files.getLastModifiedTime(file);
  }

  @OnOldestAndNewestJdk
  void aStartWaitsForAnotherThatFinishesBeforeItsMainCanReadTheFile(Jdk jdk) throws Exception {
    String whole = wholeFingerprint();
    try (var first = startAndStopInMidFinish(jdk);
        var second = start(jdk)) {
      while (second.hasNotAnswered() && !second.waitsForALock()) {
        Thread.sleep(5);
      }
      first.goOn();
      assertEquals(whole, first.answer());
      assertEquals(whole, second.answer());
      assertEquals(finishedLine(), beforeTheFirstLine(first.end()));
      second.end().quietly();
    }
    assertWholeUnderBothNames(whole);
  }

  private Running startAndStopInMidFinish(Jdk jdk) throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      killInMidOverwrite(jdk);
      FileTime before = Files.getLastModifiedTime(file);
      Running start = start(jdk);
      awaitChange(start, before);
      start.stop();
      if (aCopyIsReady()) {
        return start;
      }
      start.close();
    }
    return fail("not met while finishing in " + ATTEMPTS + " attempts");
  }

  private Running start(Jdk jdk) throws IOException {
    return new Running(agent(jdk), FINGERPRINT, file.toString());
  }

  private Child.Result fingerprint(Jdk jdk) throws Exception {
    return agent(jdk).run("", FINGERPRINT, file.toString());
  }

  @OnOldestAndNewestJdk
  void theCopyOfALivingProcessIsNotTouched(Jdk jdk) throws Exception {
    startBesideALivingWriter(jdk, agent(jdk));
  }

  @OnOldestAndNewestJdk
  void norFromAnotherContainer(Jdk jdk) throws Exception {
    Container.needed();
    startBesideALivingWriter(jdk, agent(jdk, Container.COMMAND));
  }

  private void startBesideALivingWriter(Jdk jdk, Child other) throws Exception {
    try (var writer = Running.calls(agent(jdk))) {
      stopInMidOverwrite(writer);
      String now = Fingerprint.of(file);
      var start = other.run("", FINGERPRINT, file.toString());
      assertEquals(List.of(now), start.quietly().lines());
      assertEquals(now, Fingerprint.of(file));
      assertTrue(aCopyIsReady());
      writer.goOn();
      assertEquals("ok " + file, writer.answer());
      assertEquals(0, writer.end().exit());
    }
    assertWholeUnderBothNames(wholeFingerprint());
  }

  /** Returns the fingerprint of the version whose writing was cut off. */
  private String killInMidOverwrite(Jdk jdk, String... under) throws Exception {
    String whole = wholeFingerprint();
    for (int i = 0; i < ATTEMPTS; i++) {
      try (var writer = Running.calls(agent(jdk, under))) {
        beginToOverwrite(writer);
        writer.kill();
      }
      if (aCopyIsReady() && !Set.of(oldFingerprint, whole).contains(Fingerprint.of(file))) {
        return whole;
      }
      agent(jdk).run("", "dev.durable.programs.Hello");
    }
    return fail("not met in mid-overwrite in " + ATTEMPTS + " attempts");
  }

  private void stopInMidOverwrite(Running writer) throws Exception {
    for (int i = 0; i < ATTEMPTS; i++) {
      beginToOverwrite(writer);
      writer.stop();
      if (aCopyIsReady()) {
        return;
      }
      writer.goOn();
      writer.answer();
    }
    fail("not met in mid-overwrite in " + ATTEMPTS + " attempts");
  }

  /** Has the old version overwritten with the new one, and returns when that has begun. */
  private void beginToOverwrite(Running writer) throws IOException {
    Files.write(file, new byte[OLD_LENGTH]);
    FileTime before = Files.getLastModifiedTime(file);
    writer.tell("fill", file, NEW_LENGTH);
    awaitChange(writer, before);
  }

  private void awaitChange(Running writer, FileTime before) throws IOException {
    while (Files.getLastModifiedTime(file).equals(before)) {
      assertTrue(writer.isAlive());
    }
  }

  private boolean aCopyIsReady() {
    String[] names = copies.toFile().list();
    return names != null && List.of(names).stream().anyMatch(name -> name.endsWith(".ready~"));
  }

  private String wholeFingerprint() throws Exception {
    return wholeFingerprint(NEW_LENGTH);
  }

  private String wholeFingerprint(int length) throws Exception {
    Path model = directory.resolve("model");
    Child.on(Jdk.newest()).call(line("fill", model, length)).quietly();
    return Fingerprint.of(model);
  }

  private Child agent(Jdk jdk, String... under) throws IOException {
    return Child.on(jdk).under(under).protecting(directory.resolve("durable.conf"), data + "/**");
  }
}
