package dev.durable.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which mount a path is on, and what its kind takes from the promises. */
class MountTest {
  private static final List<Mount> MOUNTS =
      Mount.parse(
          """
          22 1 253:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
          30 22 0:30 / /srv/data rw - xfs /dev/vdb rw,nobarrier
          31 30 0:31 /export /srv/data/my\\040files rw,noatime shared:2 master:1 - nfs4 host:/export rw,soft
          32 22 253:1 /etc/app.conf /run/app.conf ro - ext4 /dev/vda1 rw
          33 22 0:33 / /over rw - overlay overlay rw,lowerdir=/l,upperdir=/u,workdir=/w
          34 22 0:34 / /srv/data rw - tmpfs none rw
          35 22 0:35 / /volatile rw - overlay overlay rw,volatile
          """);

  @Test
  void theDeepestMountHoldsAPathAndOfSeveralAtOnePointTheLast() {
    assertEquals("ext4", on("/srv/other").type);
    assertEquals("tmpfs", on("/srv/data").type);
    assertEquals("tmpfs", on("/srv/data/x/y").type);
    assertEquals("nfs4", on("/srv/data/my files/a").type);
    assertNull(Mount.of(Path.of("/a"), List.of()));
  }

  @Test
  void aBindMountTellsWhatOfItsFileSystemItIs() {
    assertEquals("/etc/app.conf", on("/run/app.conf").root);
    assertEquals("/dev/vda1", on("/run/app.conf").source);
    assertTrue(on("/run/app.conf").options.contains("ro"));
  }

  @Test
  void mountsBelowADirectoryAreFoundButThoseThatAreCovered() {
    assertEquals(
        List.of(Path.of("/srv/data/my files"), Path.of("/srv/data")),
        Mount.below(Path.of("/srv"), MOUNTS).stream().map(mount -> mount.point).toList());
  }

  @Test
  void aJournaledFileSystemKeepsAllPromisesUnlessItsBarriersAreOff() {
    assertNull(Medium.limit(on("/etc")));
    assertLimit("nobarrier", MOUNTS.get(1));
  }

  @Test
  void ofMemoryNetworksAndOverlaysItIsToldWhatTheyTakeAway() {
    assertLimit("in memory", on("/srv/data"));
    assertLimit("a network file system", on("/srv/data/my files"));
    assertLimit("mounted with soft", on("/srv/data/my files"));
    assertLimit("an overlay", on("/over"));
    assertLimit("mounted with volatile", on("/volatile"));
  }

  @Test
  void theMountsOfThisMachineAreRead() {
    if (!Mount.all().isEmpty()) {
      assertNotNull(Mount.of(Path.of("/"), Mount.all()));
    }
  }

  private static Mount on(String path) {
    return Mount.of(Path.of(path), MOUNTS);
  }

  private static void assertLimit(String expected, Mount mount) {
    String limit = Medium.limit(mount);
    assertTrue(limit != null && limit.contains(expected), limit);
  }
}
