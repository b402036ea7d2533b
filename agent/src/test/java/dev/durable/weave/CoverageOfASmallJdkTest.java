package dev.durable.weave;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.weave.Coverage.Lists;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The search for what is not guarded, where it is known what it must find. */
class CoverageOfASmallJdkTest {
  private static final String HERE = SmallJdk.class.getName() + '$';

  private String exceptions = "";
  private String guarded = "staged:\n" + HERE + "UnixProvider.open";
  private String onlookers = "";
  private String harmless = "asks:\n" + HERE + "Kernel.stat0";
  private List<Guard> guards = List.of(guard(Form.INSTEAD, "open"));

  /** Hooks. */
  public static final class Hooks {
    private Hooks() {}

    public static Boolean open(Object provider, File file) {
      return null;
    }

    public static void look(Object provider, File file) {}
  }

  private static Guard guard(Form form, String hook) {
    for (Hook method : GateBuilder.of(List.of(Hooks.class)).hooks) {
      if (method.name.equals(hook)) {
        return new Guard(HERE + "UnixProvider", "open", form, method, true);
      }
    }
    throw new AssertionError(hook);
  }

  private Coverage coverage(Class<?>... more) throws IOException {
    var lists =
        new Lists(
            MethodList.parse("opens:\n" + HERE + "Kernel.open0"),
            MethodList.parse(harmless),
            MethodList.parse(""),
            MethodList.parse("reads:\n" + HERE + "UnixProvider.openForReading"),
            MethodList.parse(""),
            MethodList.parse(guarded),
            MethodList.parse(onlookers),
            MethodList.parse(exceptions),
            MethodList.parse(""));
    return new Coverage(new SmallJdk(more), lists, guards);
  }

  private static Set<String> names(Map<String, String> found) {
    return found.keySet().stream()
        .map(method -> method.substring(method.lastIndexOf('$') + 1, method.indexOf('(')))
        .collect(toSet());
  }

  @Test
  void nothingIsFoundWhereAllIsGuarded() throws IOException {
    assertEquals(Map.of(), coverage().unprotected());
  }

  @Test
  void aNewMethodThatWritesPastTheGuardsIsFoundWithItsWay() throws IOException {
    var found = coverage(SmallJdk.NewFiles.class, SmallJdk.Opening.class).unprotected();
    assertEquals(
        Set.of("NewFiles.writeAll", "NewFiles.writeByLambda", "NewFiles.writeByClass"),
        names(found));
    String way = new TreeMap<>(found).firstEntry().getValue();
    assertTrue(way.contains("NewFiles.writeAll"), way);
    assertTrue(way.indexOf("Files.secret") < way.indexOf("Kernel.open0"), way);
  }

  @Test
  void anExceptionIsLeftOut() throws IOException {
    exceptions = "for a test:\n" + HERE + "NewFiles.writeAll";
    assertEquals(
        Set.of("NewFiles.writeByLambda", "NewFiles.writeByClass"),
        names(coverage(SmallJdk.NewFiles.class, SmallJdk.Opening.class).unprotected()));
  }

  @Test
  void aMissingGuardIsNoticed() throws IOException {
    guards = List.of();
    assertEquals(
        Set.of("Files.write", "Provider.open", "Writer.flush"), names(coverage().unprotected()));
  }

  @Test
  void aGuardThatOnlyLooksOnIsNone() throws IOException {
    guards = List.of(guard(Form.BEFORE, "look"));
    assertTrue(names(coverage().unprotected()).contains("Files.write"));
  }

  @Test
  void aGuardThatIsNotListedAsProtectingIsNone() throws IOException {
    guarded = "";
    assertTrue(names(coverage().unprotected()).contains("Files.write"));
    assertEquals(
        Set.of(HERE.replace('.', '/') + "UnixProvider.open(Ljava/io/File;)V"),
        coverage().unlistedGuards());
    onlookers = "looks:\n" + HERE + "UnixProvider.open";
    assertTrue(names(coverage().unprotected()).contains("Files.write"));
    assertEquals(Set.of(), coverage().unlistedGuards());
  }

  @Test
  void aNativeMethodThatNobodyKnowsIsFound() throws IOException {
    harmless = "";
    assertEquals(
        Set.of(HERE.replace('.', '/') + "Kernel.stat0(Ljava/lang/String;)V"),
        coverage().unknownNatives());
  }

  @Test
  void pathsAreFollowedToWhereTheApplicationNamesThem() throws IOException {
    var given = new TreeSet<String>();
    coverage().given().keySet().forEach(method -> given.add(method.toString()));
    String here = HERE.replace('.', '/');
    assertEquals(
        new TreeSet<>(
            Set.of(
                here + "Files.write(Ljava/io/File;)V",
                here + "Provider.open(Ljava/io/File;)V",
                here + "Writer.<init>(Ljava/io/File;)V",
                here + "Writer.<init>(Ljava/lang/String;)V")),
        given);
  }
}
