package dev.durable.programs.barriers;

import java.util.concurrent.Callable;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.matcher.ElementMatchers;

/** A subclass that is made at run time, as frameworks make them for transactions. */
public final class Derived {
  private final Callable<?> afterwards;

  private Derived(Callable<?> afterwards) {
    this.afterwards = afterwards;
  }

  /** One whose method does something more when the inherited one has returned. */
  public static Service service(Callable<?> afterwards) throws ReflectiveOperationException {
    return new ByteBuddy()
        .subclass(Service.class)
        .method(ElementMatchers.named("declares"))
        .intercept(MethodDelegation.to(new Derived(afterwards)))
        .make()
        .load(Service.class.getClassLoader())
        .getLoaded()
        .getConstructor()
        .newInstance();
  }

  @RuntimeType
  public Object call(@SuperCall Callable<?> inherited) throws Exception {
    Object result = inherited.call();
    afterwards.call();
    return result;
  }
}
