package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.programs.streams.Views;
import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/**
 * Within the JVM, the path of an open stream looks as it does without the agent: each call is made
 * with and without, and the answers must be the same.
 */
class OneViewTest extends StreamsTest {
  /** Names of one file: absolute, relative, roundabout, through links of it and its directory. */
  private static final List<String> NAMES =
      List.of("@/file", "file", "@/below/../file", "./file", "@/link", "link", "@/way/file");

  @OnEveryJdk
  void anExistingFileThatIsBeingWrittenIsLookedAtAsWithoutTheAgent(Jdk jdk) throws Exception {
    assertLooksTheSame(new Both(this, jdk, Both.aFile(true)), OLD);
  }

  @OnEveryJdk
  void soIsANewFileWhichOthersDoNotSeeYet(Jdk jdk) throws Exception {
    assertLooksTheSame(new Both(this, jdk, Both.aFile(false)), null);
  }

  private void assertLooksTheSame(Both both, String outside) throws Exception {
    for (String name : List.of("@/file", "file", "@/way/file", "@/link")) {
      if (outside != null) {
        old(guarded, "file");
        old(free, "file");
      }
      both.call("open", "s", "stream-file", name);
      assertAllAnswersAreTheSame(both);
      both.call("put", "s", "new content");
      assertAllAnswersAreTheSame(both);
      assertEquals(outside, seen(guarded.resolve("file")), name);
      both.call("close", "s");
      assertAllAnswersAreTheSame(both);
      both.assertSameFiles(name);
      if (outside == null) {
        both.call("delete", "file");
      }
    }
    both.end();
  }

  private static void assertAllAnswersAreTheSame(Both both) throws Exception {
    var looks = new ArrayList<Executable>();
    for (String name : NAMES) {
      for (String question : Views.questions()) {
        looks.add(() -> both.call("see", question, name));
      }
      looks.add(() -> both.call("see", "isSameFile", "@/file", name));
      looks.add(() -> both.call("see", "isSameFile", name, "@/below"));
    }
    assertAll(looks);
  }

  @OnEveryJdk
  void attributesThatAreSetMeanwhileAreKept(Jdk jdk) throws Exception {
    List<String> settings =
        List.of(
            "set File.setReadable %s false",
            "set File.setWritable %s false",
            "set File.setExecutable %s true",
            "set File.setReadOnly %s -",
            "set Files.setPosixFilePermissions %s rwxr-x--x",
            "set Files.setAttribute %s 640",
            "set Files.setOwner %s -",
            "set File.setLastModified %s 1000",
            "set Files.setLastModifiedTime %s 1000");
    Both both = new Both(this, jdk, Both.aFile(true));
    for (String setting : settings) {
      for (String name : List.of("@/file", "link")) {
        both.stage("@/file", "new");
        both.calls(
            setting.formatted(name),
            "see Files.getPosixFilePermissions @/file",
            "see Files.getLastModifiedTime @/file",
            "see File.canExecute file",
            "close s",
            "see Files.getPosixFilePermissions file");
        both.assertSameFiles(setting);
        assertEquals(NEW, seen(guarded.resolve("file")), setting);
        both.calls("delete file", "open s stream-file file", "close s");
      }
    }
    both.end();
  }
}
