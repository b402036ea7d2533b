package dev.durable;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.File;
import java.nio.file.Files;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rooms of the house, as docs/design.md draws them: who may know whom. */
class HouseRulesTest {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.durable");

  @Test
  void theEngineKnowsTheJdkOnly() {
    room("engine", "java..").check(AGENT);
  }

  /** See {@code Monitors}. The JDK's own lock of an asynchronous channel is taken as it is. */
  @Test
  void theEngineWaitsInMonitors() {
    noClasses()
        .that(
            resideInAPackage("dev.durable.engine")
                .and(
                    DescribedPredicate.describe(
                        "aren't about the JDK's descriptors",
                        type -> !type.getName().startsWith("dev.durable.engine.JdkDescriptors"))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent.locks")
                .and(
                    DescribedPredicate.describe(
                        "locks", type -> !type.getSimpleName().equals("LockSupport"))))
        .check(AGENT);
  }

  @Test
  void theConfigurationKnowsTheJdkAndThePolicyThatItYields() {
    room("config", "java..", "dev.durable.engine").check(AGENT);
    noClasses()
        .that(resideInAPackage("dev.durable.config"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.durable.engine")
                .and(
                    DescribedPredicate.not(
                        DescribedPredicate.describe(
                            "the policy",
                            type -> type.getName().startsWith("dev.durable.engine.Policy")))))
        .check(AGENT);
  }

  @Test
  void whoObservesKnowsTheEngineOnly() {
    room("observe", "java..", "dev.durable.engine").check(AGENT);
  }

  @Test
  void whatTheFlightRecorderIsToldIsWhatObserversAreTold() {
    room("observe.jfr", "java..", "jdk.jfr", "dev.durable.engine", "dev.durable.observe")
        .check(AGENT);
  }

  @Test
  void theHooksKnowNothingOfBytecode() {
    room("hooks", "java..", "dev.durable.engine", "dev.durable.config", "dev.durable.observe")
        .check(AGENT);
  }

  @Test
  void allBytecodeWorkIsInOneRoomThatKnowsNothingElse() {
    room("weave", "java..", "org.objectweb.asm..").check(AGENT);
    noClasses()
        .that(
            resideInAPackage("dev.durable..")
                .and(DescribedPredicate.not(in("weave")))
                .and(DescribedPredicate.not(in("cli.scan"))))
        .should()
        .dependOnClassesThat(resideInAPackage("org.objectweb.asm.."))
        .check(AGENT);
  }

  @Test
  void theClassesOfTheApplicationAreMatchedAndChangedInOneRoom() {
    room(
            "barriers",
            "java..",
            "net.bytebuddy..",
            "dev.durable.config",
            "dev.durable.hooks",
            "dev.durable.observe",
            "dev.durable.weave")
        .check(AGENT);
  }

  /** Its archives in the jar would be opened by every start. */
  @Test
  void onlyBarriersKnowTheLibraryThatTheyNeed() {
    noClasses()
        .that(resideInAPackage("dev.durable..").and(DescribedPredicate.not(in("barriers"))))
        .should()
        .dependOnClassesThat(
            resideInAPackage("net.bytebuddy..")
                .and(DescribedPredicate.not(resideInAPackage("net.bytebuddy.agent"))))
        .check(AGENT);
  }

  /** Its archive in the jar would be opened by every start. */
  @Test
  void onlyTheCommandLineKnowsTheCommandLine() {
    noClasses()
        .that(resideInAPackage("dev.durable..").and(DescribedPredicate.not(in("cli.."))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.durable.cli..", "picocli.."))
        .check(AGENT);
  }

  /** What the engine does must not come back to it through its own hooks. */
  @Test
  void theEngineCallsNothingThatIsGuarded() {
    Set<String> reading =
        Set.of("readAllBytes", "readSymbolicLink", "exists", "isReadable", "readAttributes");
    ArchRule rule =
        noClasses()
            .that(in("engine").or(in("config")).or(in("observe")))
            .should()
            .callMethodWhere(
                DescribedPredicate.describe(
                    "a method of Files or File that changes something",
                    (JavaMethodCall call) ->
                        call.getTargetOwner().isEquivalentTo(Files.class)
                                && !reading.contains(call.getName())
                            || call.getTargetOwner().isEquivalentTo(File.class)
                                && Set.of("renameTo", "delete", "mkdir", "createNewFile")
                                    .contains(call.getName())));
    rule.check(AGENT);
  }

  /** Application servers put their own in place of these after the agent has started. */
  @Test
  void nothingTouchesWhatApplicationServersReplaceAtTheirStart() {
    noClasses()
        .that(DescribedPredicate.not(in("control")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "java.lang.management..", "javax..")
                .or(
                    DescribedPredicate.describe(
                        "the common pool",
                        type -> type.getName().equals("java.util.concurrent.ForkJoinPool"))))
        .check(AGENT);
  }

  @Test
  void anAuditKnowsNothingOfBytecode() {
    room(
            "audit",
            "java..",
            "dev.durable.engine",
            "dev.durable.config",
            "dev.durable.observe",
            "dev.durable.hooks")
        .check(AGENT);
  }

  /** Only what is run once somebody else has started the JDK's management. */
  @Test
  void whoServesTheOperatorKnowsTheJdksManagementAndNothingOfBytecode() {
    room(
            "control",
            "java..",
            "javax.management..",
            "dev.durable.engine",
            "dev.durable.config",
            "dev.durable.observe",
            "dev.durable.hooks",
            "dev.durable.audit")
        .check(AGENT);
    noClasses()
        .that(in("control").and(DescribedPredicate.not(simpleNameStartingWith("Management"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.lang.management..", "javax.."))
        .check(AGENT);
  }

  private static DescribedPredicate<JavaClass> in(String room) {
    return resideInAPackage("dev.durable." + room);
  }

  private static ArchRule room(String name, String... known) {
    String[] all = java.util.Arrays.copyOf(known, known.length + 1);
    all[known.length] = "dev.durable." + name;
    return classes()
        .that(in(name))
        .should(ArchConditions.onlyDependOnClassesThat(resideInAnyPackage(all)));
  }
}
