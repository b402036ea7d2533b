package dev.durable.engine;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.DSYNC;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.engine.WriteOptions.Kind;
import java.nio.file.OpenOption;
import org.junit.jupiter.api.Test;

class WriteOptionsTest {

  @Test
  void noOptionsReplaceAndCreate() {
    assertEquals(Kind.REPLACE, WriteOptions.of().kind);
    assertTrue(WriteOptions.of().create);
  }

  @Test
  void truncatingOptionsReplace() {
    assertEquals(Kind.REPLACE, WriteOptions.of(WRITE, TRUNCATE_EXISTING).kind);
    assertFalse(WriteOptions.of(WRITE, TRUNCATE_EXISTING).create);
  }

  @Test
  void withoutTruncationOnlyTheBeginningIsOverwritten() {
    assertEquals(Kind.UPDATE, WriteOptions.of(WRITE).kind);
    assertEquals(Kind.UPDATE, WriteOptions.of(CREATE, SYNC).kind);
    assertEquals(Kind.UPDATE, WriteOptions.of(NOFOLLOW_LINKS).kind);
  }

  @Test
  void createNewIsExclusiveWhateverElseIsAskedFor() {
    assertEquals(Kind.CREATE_NEW, WriteOptions.of(CREATE_NEW, CREATE, DSYNC).kind);
    assertEquals(Kind.CREATE_NEW, WriteOptions.of(CREATE_NEW, APPEND).kind);
  }

  @Test
  void appendAppends() {
    assertEquals(Kind.APPEND, WriteOptions.of(CREATE, APPEND).kind);
  }

  @Test
  void aLinkIsFollowedUnlessForbidden() {
    assertTrue(WriteOptions.of(CREATE).followLinks);
    assertFalse(WriteOptions.of(CREATE, NOFOLLOW_LINKS).followLinks);
  }

  @Test
  void whatThePlainCallRefusesIsLeftToIt() {
    assertNull(WriteOptions.of(READ));
    assertNull(WriteOptions.of(APPEND, TRUNCATE_EXISTING));
    assertNull(WriteOptions.of((OpenOption) null));
    assertNull(WriteOptions.of((OpenOption[]) null));
  }

  @Test
  void whatLeavesNoFileIsLeftToThePlainCall() {
    assertNull(WriteOptions.of(CREATE, WRITE, DELETE_ON_CLOSE));
  }

  @Test
  void unknownOptionsAreLeftToThePlainCall() {
    assertNull(WriteOptions.of(WRITE, new OpenOption() {}));
  }
}
