package dev.durable.tests.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tests let pass is written down. */
class DocumentTest {

  @Test
  void everyDifferenceThatIsLetPassIsExplainedByName() throws Exception {
    String document = Files.readString(Path.of(System.getProperty("docs"), "fidelity.md"));
    var names = new ArrayList<String>();
    Stream.of(Deviation.values()).map(Deviation::toString).forEach(names::add);
    names.addAll(CommonsIoTest.EXPLAINED.keySet());
    assertEquals(
        List.of(),
        names.stream().filter(name -> !document.contains(name)).toList(),
        "missing in docs/fidelity.md");
  }
}
