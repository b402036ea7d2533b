package dev.durable.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durable.hooks.Hooks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** The weaving of the classes of the JDK that the build runs on. */
class GuardsFitTheJdkTest {

  @Test
  void everyHookFindsTheMethodThatItIsNamedAfter() throws IOException {
    Weaver weaver = new Weaver(guards());
    for (Class<?>[] pair : Hooks.guarded()) {
      assertNotNull(weaver.transform(null, internal(pair[0]), null, null, bytes(pair[0])));
    }
    assertNull(weaver.failure());
    assertEquals(guards().size(), weaver.seated().size());
  }

  @Test
  void theWovenClassesPassTheVerifierOfAsm() throws IOException {
    Weaver weaver = new Weaver(guards());
    for (Class<?>[] pair : Hooks.guarded()) {
      byte[] woven = weaver.transform(null, internal(pair[0]), null, null, bytes(pair[0]));
      StringWriter problems = new StringWriter();
      CheckClassAdapter.verify(
          new ClassReader(woven), pair[0].getClassLoader(), false, new PrintWriter(problems));
      assertEquals("", problems.toString());
    }
  }

  @Test
  void nothingIsAddedToTheWovenClassesButCode() throws IOException {
    Weaver weaver = new Weaver(guards());
    for (Class<?>[] pair : Hooks.guarded()) {
      byte[] woven = weaver.transform(null, internal(pair[0]), null, null, bytes(pair[0]));
      assertEquals(members(bytes(pair[0])), members(woven));
    }
  }

  @Test
  void aClassFileOfTomorrowIsWovenAndKeepsItsVersion() throws IOException {
    Class<?> files = Hooks.guarded()[0][0];
    byte[] tomorrow = bytes(files);
    tomorrow[6] = 0;
    tomorrow[7] = 99;
    Weaver weaver = new Weaver(guards());
    byte[] woven = weaver.transform(null, internal(files), null, null, tomorrow);
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
  void theGateIsValidBytecode() {
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(Gate.front(guards())), null, false, new PrintWriter(problems));
    assertEquals("", problems.toString());
  }

  private static List<Guard> guards() {
    List<Guard> guards = new ArrayList<>();
    for (Class<?>[] pair : Hooks.guarded()) {
      for (Method method : pair[1].getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())) {
          guards.add(new Guard(pair[0], method));
        }
      }
    }
    return guards;
  }

  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    try (var in = ClassLoader.getSystemResourceAsStream(internal(type) + ".class")) {
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
