package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** The weaving of the classes of the JDK that the build runs on. */
class GuardsFitTheJdkTest {
  private static final String FILES = "java/nio/file/Files";

  @Test
  void everyHookFindsTheMethodThatItIsNamedAfter() throws IOException {
    List<Guard> guards = guards();
    Weaver weaver = new Weaver(guards);
    for (String owner : owners()) {
      assertNotNull(weaver.transform(null, owner, null, null, bytes(owner)), owner);
    }
    assertNull(weaver.failure());
    for (Guard guard : guards) {
      assertTrue(!guard.required || weaver.seated().contains(guard), guard.toString());
    }
  }

  @Test
  void aWriteMeetsNoHookUnlessItFails() {
    var hooked = new TreeSet<String>();
    for (Guard guard : AllGuards.withoutBarriers()) {
      if (guard.name.startsWith("write")) {
        hooked.add(guard.owner + "." + guard.name + " " + guard.form);
      }
    }
    // These open the file, too.
    hooked.removeIf(guard -> guard.matches("(java/nio/file/Files|javax/imageio/ImageIO)[.].*"));
    assertEquals(
        Set.of(
            "java/io/FileOutputStream.write FAILED",
            "java/io/RandomAccessFile.write FAILED",
            "sun/nio/ch/IOUtil.write FAILED"),
        hooked);
  }

  @Test
  void theWovenClassesPassTheVerifierOfAsm() throws IOException {
    Weaver weaver = new Weaver(guards());
    for (String owner : owners()) {
      byte[] woven = weaver.transform(null, owner, null, null, bytes(owner));
      StringWriter problems = new StringWriter();
      CheckClassAdapter.verify(new ClassReader(woven), null, false, new PrintWriter(problems));
      assertEquals("", problems.toString());
    }
  }

  @Test
  void nothingIsAddedToTheWovenClassesButCode() throws IOException {
    Weaver weaver = new Weaver(guards());
    for (String owner : owners()) {
      byte[] woven = weaver.transform(null, owner, null, null, bytes(owner));
      assertEquals(members(bytes(owner)), members(woven));
    }
  }

  @Test
  void aClassFileOfTomorrowIsWovenAndKeepsItsVersion() throws IOException {
    byte[] tomorrow = bytes(FILES);
    tomorrow[6] = 0;
    tomorrow[7] = 99;
    Weaver weaver = new Weaver(guards());
    byte[] woven = weaver.transform(null, FILES, null, null, tomorrow);
    assertNull(weaver.failure());
    assertEquals(99, woven[7]);
    assertTrue(woven.length > tomorrow.length);
  }

  @Test
  void otherClassesAreLetGo() {
    Weaver weaver = new Weaver(guards());
    assertNull(weaver.transform(null, "java/lang/String", null, null, new byte[0]));
    assertNull(weaver.transform(null, null, null, null, new byte[0]));
    assertNull(
        weaver.transform(
            getClass().getClassLoader(), "java/nio/file/Files", null, null, new byte[0]));
    assertNull(weaver.failure());
  }

  @Test
  void anUnreadableClassFileIsKeptInMindForTheStartToReport() {
    Weaver weaver = new Weaver(guards());
    assertNull(weaver.transform(null, "java/nio/file/Files", null, null, new byte[10]));
    assertNotNull(weaver.failure());
  }

  @Test
  void aClassThatAnotherAgentRedefinesByItsWovenFormIsNotWovenTwice() throws IOException {
    Weaver weaver = new Weaver(guards());
    byte[] woven = weaver.transform(null, FILES, null, null, bytes(FILES));
    List<String> lost = new ArrayList<>();
    weaver.tellOfLosses((type, why) -> lost.add(type + ": " + why));
    assertNull(weaver.transform(null, FILES, null, null, woven));
    assertNotNull(weaver.transform(null, FILES, null, null, bytes(FILES)));
    assertEquals(List.of(), lost);
  }

  @Test
  void aClassThatLosesItsGuardsAfterTheStartIsToldOf() throws IOException {
    Weaver weaver = new Weaver(guards());
    List<String> lost = new ArrayList<>();
    weaver.tellOfLosses((type, why) -> lost.add(type));
    assertNull(weaver.transform(null, FILES, null, null, new byte[10]));
    assertEquals(List.of("java.nio.file.Files"), lost);
    // What has been put in the place of the class has none of its methods.
    weaver.transform(null, FILES, null, null, bytes("java/lang/Object"));
    assertTrue(lost.size() > 1, lost::toString);
  }

  @Test
  void theGateIsValidBytecode() throws IOException {
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(Gate.load(Gate.FILE).front), null, false, new PrintWriter(problems));
    assertEquals("", problems.toString());
  }

  private static List<Guard> guards() {
    return AllGuards.list();
  }

  /** The guarded classes, by the names that the JVM gives them. */
  private static Set<String> owners() {
    Set<String> owners = new TreeSet<>();
    guards().forEach(guard -> owners.add(guard.owner));
    return owners;
  }

  private static byte[] bytes(String type) throws IOException {
    try (var in = ClassLoader.getSystemResourceAsStream(type + ".class")) {
      return in.readAllBytes();
    }
  }

  private static List<String> members(byte[] bytes) {
    List<String> members = new ArrayList<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                members.add(access + " " + name + descriptor + Arrays.toString(thrown));
                return null;
              }
            },
            ClassReader.SKIP_CODE);
    return members;
  }
}
