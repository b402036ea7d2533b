package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durable.weave.Coverage.Lists;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of the JDK that can create, write, move, link or delete a file by its path is
 * guarded, or reaches what is guarded before it reaches the kernel, or is a known exception. Found
 * through the class files, so that a JDK with a new way of writing turns this red.
 */
class CoverageTest {
  static Collection<Jdk> jdks() {
    Jdk.needsLinux();
    return Jdk.all();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whatCanWriteByPathIsGuardedOrAKnownException(Jdk jdk) {
    assertEquals(Map.of(), Findings.of(jdk).unprotected(), "way to the kernel past all guards");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ofEachNativeMethodThatTakesAPathItIsKnownWhatItDoes(Jdk jdk) {
    assertEquals(Set.of(), Findings.of(jdk).unknownNatives(), "in none of the lists");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theListedGuardsAreInPlace(Jdk jdk) {
    assertEquals(
        new HashSet<>(Lists.OF_THE_JDK.guarded().entries()),
        Findings.of(jdk).guards(),
        "listed as guarded and answered for");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void ofEachGuardThatAnswersItIsKnownWhetherItProtects(Jdk jdk) {
    assertEquals(Set.of(), Findings.of(jdk).unlistedGuards(), "in none of the lists");
  }

  @Test
  void nothingIsListedThatNoJdkHasOrNeeds() {
    Jdk.needsAll();
    var stale = new TreeSet<String>();
    for (MethodList list : Lists.OF_THE_JDK.all()) {
      list.entries().forEach(entry -> stale.add(entry.toString()));
    }
    for (Jdk jdk : jdks()) {
      Findings.of(jdk).met().forEach(entry -> stale.remove(entry.toString()));
    }
    assertEquals(Set.of(), stale);
  }
}
