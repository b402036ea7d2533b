package dev.durable.cli.check;

import dev.durable.config.Decision;
import dev.durable.config.Rules;
import dev.durable.engine.DirectoryProbe;
import dev.durable.engine.Obstacle;
import dev.durable.engine.Policy;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the rules say of a path, and what becomes of the file that is there. */
public final class PathCheck {
  private final Path path;
  private final Decision decision;
  private final boolean plain;
  private final Obstacle obstacle;

  private PathCheck(Path path, Decision decision, boolean plain, Obstacle obstacle) {
    this.path = path;
    this.decision = decision;
    this.plain = plain;
    this.obstacle = obstacle;
  }

  /** Looks at a path. */
  public static PathCheck of(Path path, Rules rules) {
    Path absolute = path.toAbsolutePath();
    Decision decision = rules.decide(absolute);
    boolean plain = !Files.isDirectory(absolute) && DirectoryProbe.isPlain(absolute);
    return new PathCheck(absolute, decision, plain, DirectoryProbe.obstacle(absolute));
  }

  /** Whether its file is replaced, whatever is written to it. */
  public boolean isGood() {
    return decision.policy != null && !plain && obstacle == null;
  }

  /** Whether a rule protects it. */
  public boolean isProtected() {
    return decision.policy != null;
  }

  /** Prints which line decides, and how. */
  public void print(PrintWriter out) {
    out.println(path);
    Path name = path.normalize();
    if (!decision.name.normalize().equals(name)) {
      out.println("  leads to " + decision.name + ", which is");
    }
    if (decision.line == null) {
      out.println("  not protected: no line matches it");
      return;
    }
    String line = decision.line + " (" + (decision.policy == null ? "!" : "") + decision.rule + ")";
    if (decision.policy == null) {
      out.println("  not protected: taken out by " + line);
      return;
    }
    out.println("  protected by " + line);
    out.println("  " + attributes(decision.policy));
    if (plain) {
      out.println("  ! it is no regular file: the agent leaves it alone");
    } else if (obstacle != null) {
      out.println(
          "  ! it can't be replaced, since "
              + obstacle.description
              + (decision.policy.onObstacle == Policy.OnObstacle.FAIL
                  ? ": writes to it fail"
                  : ": it is written in place, with a safety copy"));
    }
  }

  private static String attributes(Policy policy) {
    return "level="
        + word(policy.level)
        + " streams="
        + word(policy.streams)
        + " stage-limit="
        + limit(policy.stageLimitMillis)
        + " force="
        + word(policy.force)
        + " on-obstacle="
        + word(policy.onObstacle);
  }

  private static String limit(long millis) {
    if (millis == Policy.NO_STAGE_LIMIT) {
      return "none";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
