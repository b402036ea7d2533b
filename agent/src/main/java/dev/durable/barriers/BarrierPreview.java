package dev.durable.barriers;

import dev.durable.config.Barrier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** What barrier lines match in class files, as the agent would match them when they are loaded. */
public final class BarrierPreview {
  /** What one line matches. */
  public static final class Line {
    private final Finding finding;
    private final List<String> methods = new ArrayList<>();

    private Line(Finding finding) {
      this.finding = finding;
    }

    public Barrier barrier() {
      return finding.barrier;
    }

    /** The methods that are given the barrier, in the order of their classes. */
    public List<String> methods() {
      return methods;
    }

    /** If there are none: why, as far as is known. */
    public String nearMiss() {
      return finding.nearMiss();
    }
  }

  private final Map<Finding, Line> lines = new LinkedHashMap<>();

  /**
   * @param classes class files by the classes' names, which are matched in their order.
   *     Superclasses, interfaces and annotations are found among them and in the JDK
   */
  public BarrierPreview(List<Barrier> barriers, Map<String, byte[]> classes) {
    for (Barrier barrier : barriers) {
      Finding finding = new Finding(barrier, "found");
      lines.put(finding, new Line(finding));
    }
    BarrierMatcher matcher = new BarrierMatcher(new ArrayList<>(lines.keySet()));
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple.UsingSoftReference(),
            new ClassFileLocator.Compound(
                new ClassFileLocator.Simple(classes),
                ClassFileLocator.ForClassLoader.ofPlatformLoader()),
            TypePool.Default.ReaderMode.FAST);
    for (String name : classes.keySet()) {
      Map<MethodDescription.InDefinedShape, List<Finding>> matched =
          matcher.match(pool.describe(name).resolve());
      for (Map.Entry<MethodDescription.InDefinedShape, List<Finding>> match : matched.entrySet()) {
        for (Finding finding : match.getValue()) {
          finding.matched();
          lines.get(finding).methods.add(BarrierMatcher.text(match.getKey()));
        }
      }
    }
  }

  /** The lines, in the configuration's order. */
  public List<Line> lines() {
    return new ArrayList<>(lines.values());
  }
}
