package dev.durable.barriers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.config.Barriers;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which methods of which classes a line names. */
class BarrierMatcherTest {
  private static final String HERE = BarrierMatcherTest.class.getName() + "$";

  @Retention(RetentionPolicy.RUNTIME)
  @interface Durable {}

  @Durable
  @Retention(RetentionPolicy.RUNTIME)
  @interface Transactional {}

  static class Order {}

  interface Repository<T> {
    void save(T item);

    default void saveAll(List<T> items) {
      items.forEach(this::save);
    }

    void remove(String name);
  }

  static class Orders implements Repository<Order> {
    @Override
    public void save(Order order) {}

    public void save(Order order, int priority) {}

    @Override
    public void remove(String name) {}

    private void check(Order order) {}

    static Orders create() {
      return new Orders();
    }
  }

  static class CheckedOrders extends Orders {
    @Override
    public void save(Order order) {}

    public void close() {}
  }

  abstract static class Template {
    @Durable
    protected abstract void step();

    public final void run() {
      step();
    }
  }

  static class Step extends Template implements Runnable {
    @Override
    protected void step() {}
  }

  @Transactional
  static class Service {
    public void place(String order, String... items) {}

    public byte[] load(int[][] ids) {
      return new byte[0];
    }

    void inside() {}

    @Durable
    private void marked() {}
  }

  static class DerivedService extends Service {
    @Override
    public void place(String order, String... items) {}
  }

  static class Hidden {
    public void close(Object ignored) {}

    public void flush(Object ignored) {}
  }

  /** The compiler gives it methods that call the inherited ones, which others couldn't see. */
  public static class Seen extends Hidden {
    public void flush(String another) {}
  }

  static class Store {
    public void save(Order order) {}
  }

  /** The compiler gives it a method that calls the inherited one, for the interface. */
  static class OrderStore extends Store implements Repository<Order> {
    public void save(String another) {}

    @Override
    public void remove(String name) {}
  }

  static class Sorted implements Comparator<Order> {
    @Override
    public int compare(Order one, Order other) {
      return 0;
    }
  }

  private static final List<Class<?>> ALL =
      List.of(
          Repository.class,
          Orders.class,
          CheckedOrders.class,
          Template.class,
          Step.class,
          Service.class,
          DerivedService.class);

  private static final List<Class<?>> WITH_BRIDGES =
      List.of(Seen.class, OrderStore.class, CheckedOrders.class, Sorted.class);

  @TempDir private Path directory;

  private List<Finding> findings;

  private TreeSet<String> matched(String... lines) throws Exception {
    findings = new ArrayList<>();
    for (var barrier : Barriers.of(directory, lines)) {
      findings.add(new Finding(barrier, "loaded"));
    }
    var matcher = new BarrierMatcher(findings);
    var pool = TypePool.Default.of(ClassFileLocator.ForClassLoader.ofSystemLoader());
    var matched = new TreeSet<String>();
    for (Class<?> type : ALL) {
      TypeDescription described = pool.describe(type.getName()).resolve();
      matcher
          .match(described)
          .forEach(
              (method, by) -> {
                by.forEach(Finding::matched);
                matched.add(
                    type.getSimpleName() + "." + method.getName() + method.getParameters().size());
              });
    }
    return matched;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          HERE+Orders.save                  → CheckedOrders.save1 Orders.save1 Orders.save2
          HERE+Orders.save(..)              → CheckedOrders.save1 Orders.save1 Orders.save2
          HERE+Orders.save(HERE+Order)      → CheckedOrders.save1 Orders.save1
          HERE+Orders.save(*)               → CheckedOrders.save1 Orders.save1
          HERE+Orders.save(*, int)          → Orders.save2
          HERE+Orders.save(.., int)         → Orders.save2
          HERE+Orders.save(int, ..)         →
          HERE+Orders.create()              → Orders.create0
          HERE+Orders.c*                    → Orders.check1 Orders.create0
          HERE+CheckedOrders.*              → CheckedOrders.close0 CheckedOrders.save1
          dev.durable..*Orders.close        → CheckedOrders.close0
          dev..CheckedOrders.close          →
          *..*$CheckedOrders.close          → CheckedOrders.close0
          HERE+Repository.save              → CheckedOrders.save1 Orders.save1
          HERE+Repository.save(java.lang.Object) → CheckedOrders.save1 Orders.save1
          HERE+Repository.save*             → CheckedOrders.save1 Orders.save1 Repository.saveAll1
          HERE+Repository.saveAll(java.util.List) → Repository.saveAll1
          HERE+Repository.remove            → Orders.remove1
          HERE+Template.step                → Step.step0
          HERE+Step.run                     →
          java.lang.Runnable.run            →
          HERE+Service.place(java.lang.String, java.lang.String...) → DerivedService.place2 Service.place2
          HERE+Service.place(java.lang.String, java.lang.String[])  → DerivedService.place2 Service.place2
          HERE+Service.load(int[][])        → Service.load1
          @HERE+Durable                     → DerivedService.place2 Service.load1 Service.marked0 Service.place2 Step.step0
          @HERE+Transactional               → DerivedService.place2 Service.load1 Service.place2
          """)
  void aLineNamesMethods(String line, String methods) throws Exception {
    assertEquals(
        methods == null ? "" : methods, String.join(" ", matched(line.replace("HERE+", HERE))));
  }

  /** That a method is the compiler's doesn't mean that what it calls has a barrier of its own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          HERE+Seen.close                   → Seen.close(java.lang.Object)
          HERE+Seen.flush                   → Seen.flush(java.lang.Object) Seen.flush(java.lang.String)
          HERE+Seen.flush(java.lang.Object) → Seen.flush(java.lang.Object)
          HERE+Repository.save              → CheckedOrders.save(HERE+Order) OrderStore.save(java.lang.Object)
          HERE+OrderStore.save(*)           → OrderStore.save(java.lang.Object) OrderStore.save(java.lang.String)
          java.util.Comparator.compare      → Sorted.compare(HERE+Order, HERE+Order)
          HERE+Sorted.*                     → Sorted.compare(HERE+Order, HERE+Order)
          """)
  void aMethodOfTheCompilersHasOneUnlessWhatItCallsIsInTheSameClass(String line, String methods)
      throws Exception {
    findings = new ArrayList<>();
    for (var barrier : Barriers.of(directory, line.replace("HERE+", HERE))) {
      findings.add(new Finding(barrier, "loaded"));
    }
    var matcher = new BarrierMatcher(findings);
    var pool = TypePool.Default.of(ClassFileLocator.ForClassLoader.ofSystemLoader());
    var matched = new TreeSet<String>();
    for (Class<?> type : WITH_BRIDGES) {
      matcher
          .match(pool.describe(type.getName()).resolve())
          .keySet()
          .forEach(method -> matched.add(BarrierMatcher.text(method).substring(HERE.length())));
    }
    assertEquals(methods.replace("HERE+", HERE), String.join(" ", matched));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          HERE+Orders.save(long)   → there are other parameters: HERE+Orders.save(HERE+Order), HERE+Orders.save(HERE+Order, int)
          HERE+Orders.safe         → HERE+Orders was loaded and has no such method; did you mean save?
          HERE+CheckedOrders.check → HERE+CheckedOrders was loaded and has no such method of its own: it is that of HERE+Orders
          HERE+Repository.flush    → HERE+Repository was loaded and has no such method
          com.example.BarrierMatcherTest$Orders.save → no such class was loaded, but HERE+Orders is there
          com.example.Bills.pay    → no such class was loaded
          @com.example.BarrierMatcherTest$Durable → nothing has it, but @HERE+Durable is there
          @com.example.Durable     → nothing has it
          """)
  void whatHasMatchedNothingTellsWhatComesNear(String line, String nearMiss) throws Exception {
    matched(line.replace("HERE+", HERE));
    assertTrue(!findings.get(0).hasMatched());
    assertEquals(nearMiss.replace("HERE+", HERE), findings.get(0).nearMiss());
  }

  @Test
  void aMethodWithoutCodeIsANearMiss() throws Exception {
    findings = new ArrayList<>();
    for (var barrier : Barriers.of(directory, HERE + "Template.step")) {
      findings.add(new Finding(barrier, "loaded"));
    }
    var pool = TypePool.Default.ofSystemLoader();
    new BarrierMatcher(findings).match(pool.describe(Template.class.getName()).resolve());
    assertEquals(
        HERE + "Template.step is abstract, and no class with code for it was loaded",
        findings.get(0).nearMiss());
  }
}
