package dev.durable.tests.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.tests.Jdk;
import dev.durable.tests.OnEveryJdk;
import dev.durable.tests.OnOldestAndNewestJdk;
import java.nio.file.Files;
import java.util.List;

/**
 * What is done to a path while a stream is open on it, by the same JVM or by others, ends as
 * without the agent.
 */
class OpenPathsTest extends StreamsTest {
  @OnEveryJdk
  void aFileThatWasDeletedStaysDeleted(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    for (String way : List.of("delete", "delete-existing", "delete-file")) {
      for (String name : List.of("@/file", "file", "@/way/file")) {
        for (boolean exists : new boolean[] {true, false}) {
          both.prepare("file", exists);
          both.stage("@/file", "new");
          both.calls(way + " " + name);
          assertNull(seen(guarded.resolve("file")), way);
          both.calls("see File.exists @/file", "see Files.notExists file", way + " " + name);
          both.calls("put s er", "close s", "see File.exists @/file");
          both.assertSameFiles(way + " " + name + ", existing: " + exists);
        }
      }
    }
    both.end();
  }

  @OnEveryJdk
  void aLinkThatIsDeletedIsDeletedAndTheFileIsWritten(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    both.stage("@/link", "new");
    both.calls("delete link", "see File.exists link");
    both.calls("see File.exists file", "put s er", "close s");
    both.assertSameFiles("the link");
    assertEquals("newer", seen(guarded.resolve("file")));
    both.end();
  }

  @OnEveryJdk
  void aFileThatWasRenamedIsWrittenUnderItsNewName(Jdk jdk) throws Exception {
    List<String> renames =
        List.of(
            "rename @/file @/other",
            "move @/file @/other",
            "move @/file @/other REPLACE_EXISTING",
            "move @/file @/other ATOMIC_MOVE",
            "move way/file below/other REPLACE_EXISTING",
            "rename file below/other");
    Both both = new Both(this, jdk, Both.aFile(false));
    for (boolean exists : new boolean[] {true, false}) {
      for (boolean replaces : new boolean[] {true, false}) {
        for (String rename : renames) {
          both.prepare("file", exists);
          both.prepare("other", replaces);
          both.prepare("below/other", replaces);
          both.stage("@/file", "new");
          both.calls(rename);
          both.calls("see File.exists file", "see File.length other", "put s er");
          both.calls("see Files.readAllBytes other", "close s");
          both.assertSameFiles(rename + ", from: " + exists + ", to: " + replaces);
        }
      }
    }
    both.end();
  }

  @OnEveryJdk
  void aDirectoryThatIsRenamedTakesItsOpenFilesAlong(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> Files.createDirectory(directory.resolve("from")));
    for (String rename : List.of("rename @/from @/to", "move @/from @/to")) {
      both.stage("@/from/file", "new");
      both.calls(rename);
      both.calls("see File.exists @/from/file", "see Files.size @/to/file");
      both.calls("put s er", "see Files.readAllBytes to/file", "close s");
      both.assertSameFiles(rename);
      both.calls("delete to/file", "rename to from");
    }
    both.end();
  }

  @OnEveryJdk
  void aFileThatIsMovedOverAnOpenOneIsWhatIsThere(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    for (String way :
        List.of(
            "move @/other @/file REPLACE_EXISTING",
            "rename @/other @/file",
            "copy @/other @/file REPLACE_EXISTING",
            "copy-in other @/file REPLACE_EXISTING")) {
      for (boolean exists : new boolean[] {true, false}) {
        both.prepare("other", true);
        both.prepare("file", exists);
        both.stage("@/file", "new");
        both.calls(way, "see Files.readAllBytes file");
        both.calls("put s er", "see Files.readAllBytes file", "close s");
        both.assertSameFiles(way + ", existing: " + exists);
      }
    }
    both.end();
  }

  @OnEveryJdk
  void aSecondStreamOnTheSameFileBeginsAnew(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    for (String second : List.of("@/file", "file", "@/link", "@/way/file")) {
      both.stage("@/file", "first-content");
      both.calls("see Files.size file");
      both.calls("open t stream-name " + second, "see Files.size file", "see File.length link");
      both.calls("put t second", "see Files.readAllBytes file", "close t");
      both.calls("see Files.readAllBytes file", "close s", "see Files.readAllBytes file");
      both.assertSameFiles(second);
      both.stage("@/file", "third");
      both.calls("open t stream-name " + second);
      both.calls("put t fourth", "close s", "see Files.readAllBytes file", "close t");
      both.assertSameFiles(second);
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void whatIsOpenGoesWithAFileThatIsDeletedOnClose(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    both.stage("@/file", "first");
    both.calls("open t stream-name @/file", "put t second");
    both.calls("open u file-channel @/file WRITE DELETE_ON_CLOSE", "close u");
    both.calls("put s more", "put t more", "close s", "close t", "see Files.exists file");
    both.assertSameFiles("older and newer");
    both.end();
  }

  @OnOldestAndNewestJdk
  void aModeThatIsGivenToAnOpenFileIsThatOfItsNextVersion(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    both.calls("open a append-file file", "open s stream-file file", "put s first");
    both.calls("set Files.setPosixFilePermissions file rw-rw-rw-");
    both.calls("open t stream-file file", "put t second", "close t", "close s", "close a");
    both.assertSameFiles("while another stream appends to it");
    both.endSaying("open for appending or updating");
  }

  @OnEveryJdk
  void whatIsOpenIsAppendedTo(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    for (String append : List.of("append-file", "append-writer", "output-stream")) {
      String options = append.startsWith("append") ? "" : " APPEND";
      both.stage("@/file", "first");
      both.calls("open t " + append + " link" + options, "put t second", "flush t");
      both.calls("see Files.readAllBytes file", "close t", "see Files.size file", "close s");
      both.assertSameFiles(append);
      assertEquals("firstsecond", seen(guarded.resolve("file")));
      both.calls("delete file");
    }
    both.stage("@/file", "first");
    both.calls("write file second APPEND", "close s");
    both.assertSameFiles("Files.write");
    both.end();
  }

  @OnEveryJdk
  void whatIsOpenIsUpdated(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    both.stage("@/file", "first");
    both.calls("open t random-rw file");
    both.calls("size t", "get t 3", "put t ST", "size t", "close t", "close s");
    both.assertSameFiles("a random access file");
    both.stage("@/file", "first");
    both.calls("open c file-channel file READ WRITE");
    both.calls("size c", "get c 3", "put c ST", "size c", "close s", "close c");
    both.assertSameFiles("a channel");
    both.end();
  }

  @OnEveryJdk
  void whatIsOpenIsPartlyOverwrittenByFilesWrite(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    both.stage("@/file", "first");
    both.calls("write file FI WRITE");
    both.calls("see Files.readAllBytes file", "put s er", "close s");
    both.assertSameFiles("Files.write");
    // In place, since the stream goes on in the same file; which is said.
    both.endSaying("it is open");
  }

  @OnEveryJdk
  void whatIsOpenIsWrittenAnewByOtherCalls(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    for (String call : List.of("write @/file second", "lines link second", "string file second")) {
      both.stage("@/file", "first-content");
      both.calls(call);
      both.calls("see Files.readAllBytes file", "close s", "see Files.readAllBytes file");
      both.assertSameFiles(call);
    }
    both.end();
  }

  @OnEveryJdk
  void anOpenNewFileExistsForWhoeverWantsToCreateIt(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    both.stage("@/file", "new");
    assertNull(seen(guarded.resolve("file")));
    for (String call :
        List.of(
            "write @/file x CREATE_NEW",
            "open t output-stream file CREATE_NEW WRITE",
            "open t file-channel @/way/file CREATE_NEW WRITE",
            "open t async @/file CREATE_NEW WRITE",
            "create file",
            "new-file file",
            "directory @/file",
            "mkdir file",
            "link @/file @/link",
            "symlink file below",
            "copy @/below @/file",
            "copy-in x file",
            "move @/below @/file")) {
      String answer = both.call((Object[]) call.split(" "));
      assertTrue(
          answer.contains("FileAlreadyExistsException") || answer.equals("ok false"),
          call + ": " + answer);
    }
    both.calls("put s er", "close s");
    both.assertSameFiles("created");
    assertEquals("newer", seen(guarded.resolve("file")));
    both.end();
  }

  @OnEveryJdk
  void anOpenFileCanBeCopiedAndLinked(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    both.stage("@/file", "new");
    both.calls("copy file copy", "copy @/link copy2");
    both.calls("link hard file", "see Files.readAllBytes copy", "put s er", "close s");
    both.assertSameFiles("copied and linked");
    assertEquals("new", seen(guarded.resolve("copy")));
    assertEquals("newer", seen(guarded.resolve("hard")));
    both.end();
  }

  @OnOldestAndNewestJdk
  void aFileThatOthersRemoveMeanwhileIsWholeOrGone(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    both.stage("@/file", "new");
    Files.delete(guarded.resolve("file"));
    Files.delete(free.resolve("file"));
    both.calls("put s er", "close s");
    String left = seen(guarded.resolve("file"));
    assertTrue(left == null || left.equals("newer"), left);
    assertEquals(List.of(), temps(guarded));
    both.end();
  }

  @OnOldestAndNewestJdk
  void aFileThatOthersReplaceMeanwhileIsTheStreamsAtTheClose(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(true));
    both.stage("@/file", "new");
    Files.writeString(guarded.resolve("file"), "of another process");
    both.call("close", "s");
    assertEquals("new", seen(guarded.resolve("file")));
    both.end();
  }

  @OnOldestAndNewestJdk
  void aFileThatIsMadeAnewAfterOthersHaveRemovedItIsNotTheStreams(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, Both.aFile(false));
    for (String way :
        List.of(
            "write @/file another CREATE_NEW",
            "copy @/other @/file",
            "copy-in other @/file",
            "link file other",
            "symlink file @/other",
            "create file",
            "new-file file",
            "open u file-channel file WRITE CREATE_NEW",
            "mkdir file")) {
      both.prepare("other", true);
      both.prepare("file", true);
      both.stage("@/file", "older");
      both.calls("open t stream-name @/file", "put t new");
      both.calls("move @/other @/file");
      assertEquals("new", seen(guarded.resolve("file")));
      Files.delete(guarded.resolve("file"));
      Files.delete(free.resolve("file"));
      both.calls(way, "put s est", "close s");
      both.assertSameFiles(way);
      both.calls("put t er", "close t", "close u", "delete file");
    }
    both.end();
  }

  @OnOldestAndNewestJdk
  void aDirectoryThatIsRemovedMeanwhileIsRemoved(Jdk jdk) throws Exception {
    Both both = new Both(this, jdk, directory -> Files.createDirectory(directory.resolve("d")));
    both.stage("@/d/file", "new");
    both.calls("delete d/file", "delete d");
    both.calls("see File.exists d", "put s er", "close s");
    both.assertSameFiles("removed");
    both.end();
  }
}
