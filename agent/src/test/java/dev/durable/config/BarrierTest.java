package dev.durable.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that begin with the word {@code barrier}. */
class BarrierTest {
  @TempDir private Path directory;

  private Barrier barrier(String line) throws ConfigurationException {
    var barriers = new TestConfiguration(directory).load(line).barriers();
    assertEquals(1, barriers.size());
    return barriers.get(0);
  }

  @Test
  void aLineNamesAMethodAndKnowsWhereItStands() throws ConfigurationException {
    var configuration =
        new TestConfiguration(directory)
            .load("/data/**", "  barrier com.example.Orders.place # the one", "barrier @a.B");
    assertEquals(1, configuration.ruleCount());
    assertEquals(2, configuration.barriers().size());
    var barrier = configuration.barriers().get(0);
    assertEquals("barrier com.example.Orders.place", barrier.toString());
    assertEquals(directory.resolve("durable.conf") + ":2:11", barrier.place());
    assertNull(barrier.annotation());
    assertFalse(barrier.ofProcess());
    assertEquals("a.B", configuration.barriers().get(1).annotation());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          com.example.Orders         → com.example.Orders           → yes
          com.example.Orders         → com.example.orders           → no
          com.example.Orders         → com.example.Orders2          → no
          com.example.*              → com.example.Orders           → yes
          com.example.*              → com.example.Orders$Line      → yes
          com.example.*              → com.example.billing.Orders   → no
          com.example..*             → com.example.Orders           → yes
          com.example..*             → com.example.billing.x.Orders → yes
          com.example..*             → com.examples.Orders          → no
          com.example..*Repository   → com.example.a.OrderRepository → yes
          com.example..*Repository   → com.example.a.Repository     → yes
          com.example..*Repository   → com.example.a.RepositoryImpl → no
          com.*.Orders               → com.example.Orders           → yes
          com.*.Orders               → com.example.billing.Orders   → no
          *..Orders                  → com.example.Orders           → yes
          *..billing..*Order*        → com.example.billing.a.b.MyOrders → yes
          Orders                     → Orders                       → yes
          Orders                     → com.example.Orders           → no
          *                          → Orders                       → yes
          *                          → com.example.Orders           → no
          """)
  void aClassIsNamedByWildcards(String pattern, String name, String matches)
      throws ConfigurationException {
    assertEquals(matches.equals("yes"), barrier("barrier " + pattern + ".place").namesType(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          (..)                       →                                → yes
          (..)                       → int                            → yes
          ()                         →                                → yes
          ( )                        →                                → yes
          ()                         → int                            → no
          (*)                        → java.lang.String               → yes
          (*)                        →                                → no
          (java.lang.String, ..)     → java.lang.String               → yes
          (java.lang.String, ..)     → java.lang.String int long      → yes
          (java.lang.String, ..)     → int java.lang.String           → no
          (.., int)                  → int                            → yes
          (.., int)                  → long int                       → yes
          (.., int, ..)              → long int byte                  → yes
          (.., int, ..)              → long byte                      → no
          ( int , long )             → int long                       → yes
          (java.lang.*)              → java.lang.String               → yes
          (java.lang.*)              → java.lang.ref.Reference        → no
          (java..*)                  → java.lang.ref.Reference        → yes
          (byte[])                   → byte[]                         → yes
          (byte[])                   → byte                           → no
          (java.lang.String...)      → java.lang.String[]             → yes
          """)
  void parametersAreNamedByTheirTypes(String pattern, String types, String matches)
      throws ConfigurationException {
    var list = types == null ? List.<String>of() : List.of(types.split(" "));
    assertEquals(matches.equals("yes"), barrier("barrier a.B.c" + pattern).namesParameters(list));
  }

  @Test
  void withoutParenthesesAnyParametersAreMeant() throws ConfigurationException {
    assertTrue(barrier("barrier a.B.c").namesParameters(List.of("int", "long")));
  }

  @ParameterizedTest
  @CsvSource({"scope=thread, false", "scope=process, true"})
  void theScopeSaysWhoseWritesCount(String scope, boolean ofProcess) throws ConfigurationException {
    assertEquals(ofProcess, barrier("barrier a.B.c(int, ..) " + scope).ofProcess());
    assertEquals(ofProcess, barrier("barrier @a.B " + scope).ofProcess());
  }

  @Test
  void aFileOfThatNameIsARuleWithADotBeforeIt() throws ConfigurationException {
    var configuration = new TestConfiguration(directory).load("./barrier", "barrier.log");
    assertEquals(2, configuration.ruleCount());
    assertTrue(configuration.barriers().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\'',
      textBlock =
          """
          barrier                     → 8: found no method, expected FORMS (a path: ./barrier)
          barrier place               → 9: found "place", expected FORMS
          barrier .Orders.place       → 9: found ".Orders.place", expected FORMS
          barrier com.example.Orders. → 9: found "com.example.Orders.", expected FORMS
          barrier com.example..place  → 9: found "com.example..place", expected FORMS
          barrier com/example.place   → 12: found "/", expected letters, digits, ".", "$", * or ..
          barrier com.example.Orders.<init> → 28: found "<init>", expected a method; a constructor has no barrier
          barrier a.List<a.B>.add     → 15: found "<a.B>.add", expected a class without type parameters, such as java.util.List
          barrier a.**.place          → 11: found "**.place", expected * in a name, or .. between packages
          barrier a...B.place         → 10: found "...B.place", expected * in a name, or .. between packages
          barrier @Transactional      → 9: found the annotation "@Transactional", expected its full name, such as @com.example.Durable
          barrier @                   → 10: found "", expected FORMS
          barrier @a.*                → 12: found "*", expected letters, digits, "." or "$"
          barrier a.B.c(int           → 14: found an opening "(", expected types with commas, and a closing ")"
          barrier a.B.c(int long)     → 14: found an opening "(", expected types with commas, and a closing ")"
          barrier a.B.c(int,)         → 19: found no type of a parameter, expected one, such as java.lang.String
          barrier a.B.c(int).d        → 19: found more text after a closing ")", expected a blank
          barrier a.B.c(a.List<int>)  → 21: found "<int>", expected a class without type parameters, such as java.util.List
          barrier a.B.c scope=proces  → 21: found scope "proces", expected thread or process; did you mean process?
          barrier a.B.c scop=process  → 15: found "scop=process", expected scope=thread|process; did you mean scope?
          barrier a.B.c force=write   → 15: found "force=write", expected scope=thread|process
          barrier a.B.c scope=thread scope=thread → 28: found a second scope, expected one
          barrier = a.B.c             → 1: found "barrier" with "=", expected barrier and a method (a path with "=" in it is quoted)
          """)
  void aMistakeInABarrier(String line, String message) {
    var forms =
        "a class and a method, such as com.example.Orders.place, or an annotation, such as"
            + " @com.example.Durable";
    assertEquals(
        "1:" + message.replace("FORMS", forms),
        new TestConfiguration(directory, Map.of()).mistakeIn(line));
  }
}
